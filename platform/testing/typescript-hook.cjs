// Lets a child process of a test require our TypeScript as it stands, without a build that may be
// older than the sources.
const { readFileSync } = require('node:fs');
const { ModuleKind, ScriptTarget, transpileModule } = require('typescript');

require.extensions['.ts'] = (module, fileName) => {
  const { outputText } = transpileModule(readFileSync(fileName, 'utf8'), {
    fileName,
    compilerOptions: {
      module: ModuleKind.CommonJS,
      target: ScriptTarget.ES2023,
      esModuleInterop: true,
      experimentalDecorators: true,
      useDefineForClassFields: false,
    },
  });
  module._compile(outputText, fileName);
};
