import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TileStore } from '../editor/tileStore';
import { EditorSession } from '../editor/session';
import type { ModelCard } from '../models/modelCard';
import { limitEditor } from './editorLimits';
import { useModel } from './model';

const starter = JSON.parse(
  readFileSync(new URL('../../public/models/starter/card.json', import.meta.url), 'utf8'),
) as ModelCard;
const withSize = (size: Partial<ModelCard['size']>): ModelCard => ({ ...starter, size: { ...starter.size, ...size } });

it('the editor goes by the model’s limits from the moment that its card is read, without a screen', () => {
  const session = new EditorSession(new TileStore(), () => undefined);
  useModel.setState({ card: withSize({ native: 512, grid: 64 }) });
  limitEditor(session);
  expect(session.state.model).toMatchObject({ native: { width: 512, height: 512 }, grid: 64 });
  useModel.setState({ card: withSize({ native: 1024, grid: 16, min: 512, max: 2048 }) });
  expect(session.state.model).toEqual({
    native: { width: 1024, height: 1024 },
    grid: 16,
    minSide: 512,
    maxSide: 2048,
  });
  const { model } = session.state;
  useModel.setState({ card: null });
  expect(session.state.model).toBe(model);
});
