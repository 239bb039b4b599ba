// Jest runs modules in its own loader, which knows nothing of Node's type stripping.
// This transform calls the very function Node uses, so tests run the code that production runs.
import { stripTypeScriptTypes } from 'node:module';

export default {
  process(source, path) {
    return { code: path.endsWith('.ts') ? stripTypeScriptTypes(source, { mode: 'strip' }) : source };
  },
};
