import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../editor/document';
import type { ArtDocument } from '../editor/document';
import { initialState } from '../editor/editorState';
import type { EditorState } from '../editor/editorState';
import { someRequest } from '../protocol/testing/someRequest';
import { editModeOf, verbOf } from './editMode';

const bounds = { x: 0, y: 0, width: 256, height: 256 };
const stateOf = (document: Partial<ArtDocument>, change: Partial<EditorState> = {}): EditorState => ({
  ...initialState(),
  ...change,
  history: { entries: [{ id: 'a', label: '', at: 0, state: { ...emptyDocument(), ...document } }], index: 0 },
});
const still = { maskIntent: 'fill', varying: false } as const;

describe('editModeOf', () => {
  it('makes a new picture where nothing is prepared, and where there is none to edit', () => {
    expect(editModeOf(stateOf({}), still)).toBe('generate');
    expect(editModeOf(stateOf({ bounds }), still)).toBe('generate');
    expect(editModeOf(stateOf({ mask: { '0,0': 'm' } }), still)).toBe('generate');
    expect(editModeOf(stateOf({}), { ...still, varying: true })).toBe('generate');
  });

  it('does what is prepared: an edge before a mask, a mask before a variation, all before the frame', () => {
    const mask = { '0,0': 'm' };
    const frame = bounds;
    const framing = { tool: 'frame' } as const;
    expect(editModeOf(stateOf({ bounds, mask, frame }, { ...framing, target: bounds }), still)).toBe('expand');
    expect(editModeOf(stateOf({ bounds, mask, frame }, framing), { maskIntent: 'remove', varying: true })).toBe(
      'remove',
    );
    expect(editModeOf(stateOf({ bounds, frame }, framing), { ...still, varying: true })).toBe('vary');
    expect(editModeOf(stateOf({ bounds, frame }, framing), still)).toBe('frame');
    expect(editModeOf(stateOf({ bounds, frame }), still)).toBe('generate');
  });

  it('makes another candidate while some wait', () => {
    const staging = {
      intent: 'expand' as const,
      region: bounds,
      candidates: [{ id: 'c', changes: {}, bounds, request: someRequest() }],
      shown: 1,
    };
    expect(editModeOf(stateOf({ bounds, staging }, { target: bounds }), still)).toBe('more');
    expect(verbOf('more')).toBe('Another');
  });
});
