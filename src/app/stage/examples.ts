import apple from './examples/apple.webp?no-inline';
import burger from './examples/burger.webp?no-inline';
import butterfly from './examples/butterfly.webp?no-inline';
import cake from './examples/cake.webp?no-inline';
import castle from './examples/castle.webp?no-inline';
import panda from './examples/panda.webp?no-inline';

/** Prompts that the starter draws well, each with a picture it has made of it. */
export const EXAMPLES = [
  { prompt: 'a red apple', picture: apple },
  { prompt: 'a birthday cake', picture: cake },
  { prompt: 'a panda', picture: panda },
  { prompt: 'a burger on a yellow background', picture: burger },
  { prompt: 'a cartoon castle', picture: castle },
  { prompt: 'a glossy 3d butterfly', picture: butterfly },
];
