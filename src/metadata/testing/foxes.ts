/** A1111's text with letters of three alphabets, as a tool writes it. */
export const PARAMETERS_OF_A_FOX =
  'ein roter Fuchs im Schnee, 雪の中の狐, лиса\nNegative prompt: blurry\n' +
  'Steps: 20, Sampler: Euler, CFG scale: 6.5, Seed: 4242, Size: 256x192, Model hash: 0123abcdef, Model: paperboat_v2';
/** What is read from it. */
export const FOX = {
  source: 'a1111',
  prompt: 'ein roter Fuchs im Schnee, 雪の中の狐, лиса',
  negativePrompt: 'blurry',
  steps: 20,
  guidanceScale: 6.5,
  seed: 4242,
  width: 256,
  height: 192,
  model: { name: 'paperboat_v2', hash: '0123abcdef' },
  warnings: [],
};
