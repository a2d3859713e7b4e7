import { crashPoints } from './chaos/crash-messages';
import { crashSuite } from './chaos/crash-suite';

crashSuite(crashPoints.filter(({ isSample }) => !isSample));
