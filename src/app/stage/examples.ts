import examples from './examples/examples.json';

const pictures = import.meta.glob<string>('./examples/*.webp', { eager: true, query: '?no-inline', import: 'default' });

/** Prompts that the starter draws well, each with a picture it has made of it (`npm run renew-starter`). */
export const EXAMPLES = examples.map(({ file, prompt }) => ({ prompt, picture: pictures[`./examples/${file}.webp`] }));
