import { internalError } from '../protocol/errors';
import type { Runtime } from './runtime';

/** An ONNX graph (base64) of one node, y = x + x with four float32 values (opset 13). */
export const DOUBLING_GRAPH = 'CAg6NQoOCgF4CgF4EgF5IgNBZGQSAWdaDwoBeBIKCggIARIECgIIBGIPCgF5EgoKCAgBEgQKAggEQgQKABAN';

/** Starts the engine by computing something tiny. Throws when it can't, or can't add: then it is of no use for pictures. */
export async function probe(runtime: Runtime): Promise<void> {
  const graph = Uint8Array.from(atob(DOUBLING_GRAPH), (character) => character.charCodeAt(0));
  const session = await runtime.createSession(graph);
  const { y } = await session.run({ x: { data: new Float32Array([1, -2, 3.5, 0]), dims: [4] } }, ['y']);
  await session.release();
  if (y.data.join() === '2,-4,7,0') return;
  throw internalError(
    'The engine computes wrong numbers here.',
    'Nothing is lost. Update the browser or the graphics driver.',
    `doubling 1, -2, 3.5, 0 gave ${y.data.join()}`,
  );
}
