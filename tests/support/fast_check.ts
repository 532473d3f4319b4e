import fc from 'fast-check';

/**
 * fast-check with a seed that stays the same, so that a run of the tests says the same each time. `PROPERTY_SEED`, a
 * whole number, looks for counterexamples elsewhere.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });

export default fc;
