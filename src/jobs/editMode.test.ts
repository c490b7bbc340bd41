import { afterEach, describe, expect, it } from 'vitest';
import { emptyDocument } from '../editor/document';
import type { ArtDocument } from '../editor/document';
import { initialState } from '../editor/editorState';
import type { EditorState } from '../editor/editorState';
import { someRequest } from '../protocol/testing/someRequest';
import { session } from '../editor/editor';
import { editModeOf, useEditChoice, verbOf, watchEditMode } from './editMode';
import { useSettings } from '../settings/settings';

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

  it('does what is prepared: an edge before the frame in the hand, that before a mask, a mask before a variation', () => {
    const mask = { '0,0': 'm' };
    const frame = bounds;
    const framing = { tool: 'frame' } as const;
    expect(editModeOf(stateOf({ bounds, mask, frame }, { ...framing, target: bounds }), still)).toBe('expand');
    const removing = { maskIntent: 'remove', varying: true } as const;
    expect(editModeOf(stateOf({ bounds, mask, frame }, framing), removing)).toBe('frame');
    expect(editModeOf(stateOf({ bounds, mask, frame }), removing)).toBe('remove');
    expect(editModeOf(stateOf({ bounds, mask }, framing), removing)).toBe('remove');
    expect(editModeOf(stateOf({ bounds, frame }), { ...still, varying: true })).toBe('vary');
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

describe('the prompt of each mode', () => {
  const { set } = useSettings.getState();
  const choose = (maskIntent: 'fill' | 'replace' | 'remove') => useEditChoice.getState().set({ maskIntent });
  const words = () => useSettings.getState().prompt;

  afterEach(() => choose('fill'));

  it('is empty where something is removed: the picture’s own words would bring it back', () => {
    const own = 'a tree on green grass';
    set({ prompt: own });
    session.commit({ ...emptyDocument(), bounds, request: someRequest({ prompt: own }) }, 'Generate');
    watchEditMode();
    session.commit({ ...session.document, mask: { '0,0': 'm' } }, 'Brush');
    choose('remove');
    expect(words()).toBe('');
    choose('fill');
    expect(words()).toBe(own);
    set({ prompt: 'a pond' });
    choose('remove');
    expect(words()).toBe('');
    set({ prompt: 'a fence' });
    choose('replace');
    expect(words()).toBe(own);
    choose('remove');
    expect(words()).toBe('a fence');
    choose('fill');
    expect(words()).toBe('a pond');
    session.commit({ ...session.document, mask: {} }, 'Clear mask');
    expect(words()).toBe(own);
  });
});
