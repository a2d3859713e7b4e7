export const en = {
  name: 'Account',
  email: 'E-mail address',
  emailProblem: 'Enter an e-mail address, for example ada@example.com.',
  showPassword: 'Show',
  working: 'Working …',
  failed: 'The server could not do this. Try again in a moment.',
  reference: (id: string) => `Reference: ${id}`,
  failures: {
    UNREACHABLE: 'The server cannot be reached. Check your connection, and try again.',
    RATE_LIMITED: 'There were too many attempts. Wait a minute, and try again.',
  },
  open: { shop: 'Go to the shop', console: 'Go to the console', mail: 'Show the mails' },
  account: {
    title: 'Your account',
    lead: 'The links in our mails lead to these pages: here you confirm an e-mail address, choose a new password, or stop a change that was not yours.',
  },
  notFound: { title: 'Nothing here', text: 'There is no such page. Check the link in the mail.' },
  incomplete: {
    title: 'Open the link again',
    text: 'For your safety the link works only where it is opened from the mail. Open it there once more, or copy all of it into the address bar.',
  },
  expired: { title: 'This link no longer works', again: 'Request a new link' },
  verify: {
    title: 'Confirm your e-mail address',
    lead: 'One click confirms that this e-mail address is yours. If you have no account here, close this page: nothing has happened.',
    action: 'Confirm e-mail address',
    taken: {
      title: 'Another account has this e-mail address',
      text: 'Nothing was confirmed. Sign in to that account, or give yours another e-mail address.',
    },
  },
  verified: {
    title: 'Your e-mail address is confirmed',
    text: 'There is nothing else to do. You can close this page.',
  },
  verifyAgain: {
    lead: 'The link was used before, is older than 24 hours, or a newer mail replaced it. If you have confirmed the address already, there is nothing left to do. Otherwise enter your password, and we send you another link.',
    action: 'Send another link',
    refused: 'The e-mail address or the password is wrong, or the account is locked.',
  },
  verifySent: {
    title: 'Check your mail',
    text: 'A new link is on its way to you. It works for 24 hours. At most three such mails are sent within an hour.',
  },
  currentPassword: { label: 'Password', empty: 'Enter your password.' },
  password: {
    label: 'New password',
    rules: (min: number) =>
      `At least ${min} characters. Very common passwords are refused; several words make a good one.`,
    short: (min: number) => `Use at least ${min} characters.`,
    long: (max: number) => `Use at most ${max} characters.`,
    common: 'This password is too common. Choose another one.',
    action: 'Save the password',
  },
  reset: {
    title: 'Choose a new password',
    lead: 'The new password signs you in here, and signs the account out everywhere else.',
    expired:
      'The link was used before, is older than 30 minutes, or a newer mail replaced it. If you have just chosen a password, sign in with it. Otherwise request a new link.',
  },
  notMe: {
    title: 'This was not me',
    lead: 'If you did not do what the mail is about, somebody else may be using your account or your e-mail address. One click locks everybody else out:',
    effects: [
      'Everybody is signed out, on every device.',
      'The password and all API keys stop working, and webhook endpoints are disabled.',
      'The account keeps, or gets back, the e-mail address that the mail was sent to.',
      'A second factor that was set up with the change or later is removed, except for staff.',
    ],
    after: 'Then you choose a new password. If it was you, close this page: nothing has happened.',
    action: 'Lock everybody else out',
    disowned: (email: string) =>
      `Everybody is signed out, and no API key works any longer. Choose a new password for ${email} within 30 minutes.`,
    taken: {
      title: 'Another account has your e-mail address now',
      text: 'Nothing was undone, because an e-mail address belongs to one account at a time. Contact the shop at once.',
    },
    expired:
      'The link was used before, or is too old. If you locked everybody out but chose no password, or cannot sign in, request a link to choose a new password.',
  },
  passwordSaved: {
    title: 'Your new password is saved',
    signedIn: (email: string) => `You are signed in as ${email}.`,
    signIn: 'Go back to the shop, and sign in with it.',
  },
  code: {
    title: 'Confirm that it is you',
    passwordSaved:
      'Your new password is saved. The account has a second factor: its code signs you in.',
    forMail: 'The account has a second factor: enter its code to get the mail.',
    labels: { TOTP: 'Code from your authenticator app', RECOVERY_CODE: 'Recovery code' },
    instead: { TOTP: 'Use the authenticator app', RECOVERY_CODE: 'Use a recovery code' },
    empty: 'Enter the code.',
    wrong:
      'The code is wrong or was used before. Wait for the next one. After five wrong codes, sign in again with your password.',
    action: 'Confirm',
  },
  forgot: {
    title: 'Forgot password?',
    lead: 'Enter the e-mail address of your account. We send you a link to choose a new password.',
    action: 'Send the link',
  },
  mailSent: {
    title: 'Check your mail',
    text: (email: string) =>
      `If there is an account with the address ${email}, a link is on its way to it. It works for 30 minutes.`,
    none: 'No mail after a few minutes? Look into the spam folder, and check the address. At most three such mails are sent within an hour.',
    again: 'Enter another address',
  },
};

export type Texts = typeof en;
