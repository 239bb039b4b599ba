export { chi2Sf, lnChi2Sf } from './chi-square-sf.ts';
export { betaInc, lnBetaInc } from './incomplete-beta.ts';
export { lnBeta, lnGamma } from './ln-gamma.ts';
export { lnNormSf, normCdf, normPdf, normSf } from './normal.ts';
export { normQuantile, Z975 } from './normal-quantile.ts';
export { type PValue, pFromLn, pFromValue } from './p-value.ts';
export { findRoot } from './root.ts';
export { mulberry32 } from './seeded-random.ts';
export { lnTTwoSided, t975, tQuantile } from './student-t.ts';
