import { createBrush } from './brush';
import { createFrameTool } from './frame';
import { createHand } from './hand';
import { createLasso, createRectangle } from './select';
import type { Tool, ToolName } from './tool';

/** One of each tool, all at rest. */
export function createTools(): Record<ToolName, Tool> {
  return {
    hand: createHand(),
    frame: createFrameTool(),
    brush: createBrush(false),
    eraser: createBrush(true),
    rectangle: createRectangle(),
    lasso: createLasso(),
  };
}
