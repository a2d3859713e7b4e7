import './style.css';
import { openAccount } from './pages/account';
import { openForgotPassword } from './pages/forgot-password';
import { openNotFound } from './pages/not-found';
import { openNotMe } from './pages/not-me';
import { openResetPassword } from './pages/reset-password';
import { openVerifyEmail } from './pages/verify-email';
import { language } from './texts';

const pages: Readonly<Record<string, (token: string) => void>> = {
  '': openAccount,
  'verify-email': openVerifyEmail,
  'reset-password': openResetPassword,
  'not-me': openNotMe,
  'forgot-password': openForgotPassword,
};

const { pathname, searchParams } = new URL(location.href);
const token = searchParams.get('token') ?? '';
// A token is as good as a password: it leaves the address bar and the history before anything else.
history.replaceState(null, '', pathname);

document.documentElement.lang = language;
const name = pathname.replace(/^\/account\/?|\/$/g, '');
const open = Object.hasOwn(pages, name) ? pages[name] : undefined;
(open ?? openNotFound)(token);
