import { crashPoints } from './crash-messages';
import { crashSuite } from './crash-suite';

// Every step at every moment, one of the two sides each, in turn; all of them are run by
// crash-points.long.test.ts.
crashSuite(crashPoints.filter(({ isSample }) => isSample));
