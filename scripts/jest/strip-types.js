// Jest runs modules in its own loader, which knows nothing of Node's type stripping.
// This transform calls the very function Node uses, so tests run the code that production runs.
import { stripTypeScriptTypes } from 'node:module';

// `npm run planted` has one bug planted in what the tests load.
const planted = process.env.PLANTED_BUG;
const { bugNamed, plantIn } = planted ? await import('../../tests/planted-bugs/plant.ts') : {};
const plant = (source, path) => (planted ? plantIn(source, path, bugNamed(planted)) : source);

export default {
  process(source, path) {
    const code = plant(source, path);
    return { code: path.endsWith('.ts') ? stripTypeScriptTypes(code, { mode: 'strip' }) : code };
  },
};
