import { crashPoints } from './crash-messages';
import { crashSuite } from './crash-suite';

crashSuite(crashPoints.filter(({ isSample }) => !isSample));
