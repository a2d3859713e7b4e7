// Imported first by every program: the packages fail on an older Node with messages about their
// own code.

const neededMajor = 22;
const neededMinor = 15;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  process.stderr.write(
    `This needs Node ${neededMajor}.${neededMinor} or newer, and was started with Node ` +
      `${process.versions.node}. On Linux npm has installed Node 24: start it with npm start or ` +
      'npx, or put node_modules/.bin first on the PATH.\n',
  );
  process.exit(1);
}
