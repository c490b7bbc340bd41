import type { Handle } from '../geometry/expand';
import { equals } from '../geometry/rect';
import type { Rect } from '../geometry/rect';
import type { Intent, PointerInput } from './gestures/intents';
import type { GestureRecognizer } from './gestures/recognizer';
import { maskShape, withStroke } from './mask/edits';
import { Stroke } from './mask/stroke';
import type { Dab } from './mask/paint';
import { toolContext } from './editorState';
import { withFrame } from './document';
import { EdgePull } from './edgePull';
import type { EditorSession } from './session';
import { frameAround } from './tools/frame';
import { createTools } from './tools/tools';
import { isHandle } from './tools/tool';
import type { Tool, ToolEffect, ToolKey, ToolName, ToolPointer } from './tools/tool';
import { toPlane } from './view';

/** A stroke that may still wait for the mask's tiles. */
interface Drawing {
  erase: boolean;
  dabs: Dab[];
  stroke: Stroke | null;
  ready: Promise<Stroke>;
}

/** Tools whose press leaves something in the mask: none for a palm. */
const DRAWING: ReadonlySet<ToolName> = new Set(['brush', 'eraser', 'rectangle', 'lasso']);

/** Leads intents to the tool in hand, and does what it answers. */
export class ToolHand {
  readonly #tools = createTools();
  #drawing: Drawing | null = null;
  readonly #pull: EdgePull;
  /** The pointer as it was when it moved last. */
  #dragged: PointerInput | null = null;

  constructor(
    private readonly session: EditorSession,
    private readonly recognizer: GestureRecognizer,
    /** Called for a two-finger tap. */
    private readonly undo: () => void,
  ) {
    this.#pull = new EdgePull(session, () => {
      if (this.#dragged) this.#act({ kind: 'drag', pointer: this.#dragged });
    });
  }

  act = (intents: readonly Intent[]): void => {
    for (const intent of intents) this.#act(intent);
  };

  /** Puts another tool into the hand; what the old one was doing is cancelled. */
  take(name: ToolName): void {
    this.cancel();
    const { session } = this;
    session.set({ tool: name, cursor: this.#tools[name].cursor(null, toolContext(session.state)) });
    if (name !== 'frame') return;
    // Either the frame is what is being prepared, or the edge.
    if (session.state.target) session.putBack();
    if (!session.document.frame) {
      session.commit(
        withFrame(session.document, frameAround(session.middle(), toolContext(session.state))),
        'Place frame',
      );
    }
  }

  /** A pointer is held down. */
  get busy(): boolean {
    return this.recognizer.busy;
  }

  /** Escape, blur and everything like them. Whether there was something to cancel. */
  cancel(): boolean {
    const intents = this.recognizer.cancel();
    this.act(intents);
    return intents.length > 0;
  }

  /** Whether the tool had a use for the key. */
  key(key: ToolKey): boolean {
    const effects = this.#tool.key(key, toolContext(this.session.state));
    this.#apply(effects, `key ${this.session.state.tool}`);
    return effects.length > 0;
  }

  get #tool(): Tool {
    const { state, document } = this.session;
    // While something waits for a decision, or forms in front of the picture, the view is all that can be moved.
    return this.#tools[document.staging || state.forming?.alone ? 'hand' : state.tool];
  }

  #act(intent: Intent): void {
    const { session } = this;
    switch (intent.kind) {
      case 'pan':
        return session.pan(intent.dx, intent.dy);
      case 'zoom':
        return session.zoomBy(intent, intent.factor);
      case 'undo':
        return this.undo();
      case 'cancel':
        this.#pull.cancel();
        this.#apply(this.#toolFor(null).cancel(toolContext(session.state)));
        this.#pressed = null;
        if (session.state.movingFrame !== undefined) session.set({ movingFrame: undefined });
        return;
      case 'press':
        this.#pull.press(intent.pointer);
        return this.#point(intent.pointer, (tool, pointer, context) => tool.down(pointer, context));
      case 'drag':
        this.#dragged = intent.pointer;
        return this.#point(intent.pointer, (tool, pointer, context) => tool.move(pointer, context));
      case 'release':
        this.#point(intent.pointer, (tool, pointer, context) => tool.up(pointer, context));
        this.#pressed = null;
        return;
      case 'hover':
        return this.#point(intent.pointer, () => []);
    }
  }

  /**
   * Handles belong to the hand whatever tool is chosen; a press stays with the tool that it began with. Once a pen has been
   * used, a finger has the hand where the pen draws: it moves the view and takes edges, as in drawing apps, but paints nothing.
   */
  #pressed: Tool | null = null;

  #toolFor(pointer: PointerInput | null): Tool {
    if (pointer && isHandle(pointer.handle)) return this.#tools.hand;
    if (this.#pressed) return this.#pressed;
    const onlyMoves = pointer?.kind === 'touch' && !this.recognizer.fingersDraw;
    return onlyMoves && DRAWING.has(this.session.state.tool) ? this.#tools.hand : this.#tool;
  }

  #point(
    input: PointerInput,
    ask: (tool: Tool, pointer: ToolPointer, context: ReturnType<typeof toolContext>) => ToolEffect[],
  ): void {
    const { session } = this;
    const { state } = session;
    const plane = toPlane(state.view, input);
    const pointer: ToolPointer = {
      ...plane,
      screen: { x: input.x + this.#pull.offset.x, y: input.y + this.#pull.offset.y },
      kind: input.kind,
      pressure: input.pressure,
      shift: input.shift,
      ctrl: input.ctrl,
      alt: input.alt,
      handle: isHandle(input.handle) ? input.handle : null,
    };
    const tool = this.#toolFor(input);
    this.#pressed = this.recognizer.busy ? tool : null;
    const context = toolContext(state);
    this.#apply(ask(tool, pointer, context));
    const cursor = this.recognizer.panning ? 'grabbing' : tool.cursor(pointer, toolContext(session.state));
    session.set({ pointer: { x: input.x, y: input.y }, cursor });
  }

  #apply(effects: readonly ToolEffect[], merge?: string): void {
    for (const effect of effects) this.#do(effect, merge);
  }

  #do(effect: ToolEffect, merge?: string): void {
    const { session } = this;
    switch (effect.kind) {
      case 'pan':
        return session.pan(effect.dx, effect.dy);
      case 'target':
        return this.#setTarget(effect.target, effect.held);
      case 'frame':
        if (!effect.done) return session.set({ movingFrame: effect.frame });
        session.set({ movingFrame: undefined });
        return session.commit(
          withFrame(session.document, effect.frame),
          effect.frame ? 'Move frame' : 'Remove frame',
          merge,
        );
      case 'outline':
        return session.set({ outline: effect.points });
      case 'shape':
        session
          .edit(effect.erase ? 'Unmask area' : 'Mask area', (document) =>
            maskShape(session.tiles, document, effect.points, effect.erase),
          )
          .catch(session.report);
        return;
      case 'strokeStart':
        return this.#startStroke(effect.erase, effect.softness);
      case 'strokeTo':
        return this.#strokeTo(effect);
      case 'strokeEnd':
        return this.#endStroke();
      case 'strokeCancel':
        this.#drawing = null;
        return session.set({ stroke: null });
    }
  }

  #setTarget(target: Rect | null, held: Handle | null): void {
    const { session } = this;
    const before = session.state.target;
    session.set({ target, held });
    if (!held) {
      this.#pull.end();
      // Once the hand lets go, all of what it has pulled should be seen.
      if (target) session.reveal(target);
      return;
    }
    if (!before || !target || !equals(before, target)) this.#pull.moved();
    const rect = target ?? session.document.bounds;
    if (rect && this.#dragged) this.#pull.follow(held, rect, this.#dragged);
  }

  #startStroke(erase: boolean, softness: number): void {
    const { tiles, document } = this.session;
    const ready = tiles
      .load(Object.values(document.mask))
      .then((source) => new Stroke(document.mask, source, erase, softness));
    const drawing: Drawing = { erase, dabs: [], stroke: null, ready };
    this.#drawing = drawing;
    ready
      .then((stroke) => {
        drawing.stroke = stroke;
        for (const dab of drawing.dabs) stroke.to(dab);
        if (this.#drawing === drawing) this.session.set({ stroke: { live: stroke } });
      })
      .catch(this.session.report);
  }

  #strokeTo({ x, y, radius }: Dab): void {
    const drawing = this.#drawing;
    if (!drawing) return;
    if (!drawing.stroke) {
      drawing.dabs.push({ x, y, radius });
      return;
    }
    drawing.stroke.to({ x, y, radius });
    this.session.set({ stroke: { live: drawing.stroke } });
  }

  #endStroke(): void {
    const drawing = this.#drawing;
    if (!drawing) return;
    this.#drawing = null;
    const { session } = this;
    session
      .edit(drawing.erase ? 'Erase mask' : 'Paint mask', async (document) =>
        withStroke(session.tiles, document, await drawing.ready),
      )
      .finally(() => {
        if (!this.#drawing) session.set({ stroke: null });
      })
      .catch(session.report);
  }
}
