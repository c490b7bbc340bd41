import { expect, test } from 'vitest';
import { useRoute } from '../shell/route';
import { isPossible } from './action';
import { ACTIONS } from './allActions';

test('in the gallery only commands that do something there can be given', () => {
  const possible = () => ACTIONS.filter(isPossible).map(({ id }) => id);
  useRoute.setState({ screen: 'gallery' });
  expect(possible()).toEqual(['settings', 'palette', 'shortcuts', 'about']);
  useRoute.setState({ screen: 'canvas' });
  expect(possible()).toEqual(expect.arrayContaining(['generate', 'new-seed', 'gallery', 'settings', 'palette']));
});
