import { toOutpaneError } from '../protocol/errors';
import type { BackendChoice } from '../protocol/messages';
import { engine, useEngine } from './engine';
import { forgetLoadedModel, prepareModel } from './model';
import { reportProblem } from '../shell/problem';
import { useSettings } from '../settings/settings';

/** Changes the engine's backend, now and for later visits, and loads the model there. What runs is cancelled. */
export async function switchBackend(choice: BackendChoice): Promise<void> {
  useSettings.getState().set({ backend: choice });
  useEngine.setState({ override: null });
  forgetLoadedModel();
  try {
    await engine().switchBackend(choice);
  } catch (thrown) {
    reportProblem('model', toOutpaneError(thrown));
    return;
  }
  await prepareModel().catch(() => undefined);
}
