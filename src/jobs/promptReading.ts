import { create } from 'zustand';
import type { PromptReading } from '../protocol/messages';
import { engine } from '../engineState/engine';
import { useModel } from '../engineState/model';
import { activeJob } from './jobQueue';
import { jobs } from './jobs';
import { styledPrompt, useSettings } from '../settings/settings';

interface ReadingStore {
  /** The prompt that was read; what is said of it holds for no other. */
  prompt: string;
  reading: PromptReading | null;
}

export const usePromptReading = create<ReadingStore>(() => ({ prompt: '', reading: null }));

/** How long the person pauses before the model is asked, in ms. */
const PAUSE = 250;

/** Asks the model how it reads the prompt, whenever that has changed, the model is loaded and no run needs it. Returns the way to stop. */
export function watchPrompt(): () => void {
  let timer = 0;
  let asking: AbortController | null = null;
  const look = () => {
    const prompt = styledPrompt(useSettings.getState());
    const ready = useModel.getState().phase.status === 'ready' && !activeJob(jobs.store.getState());
    if (!ready || prompt === usePromptReading.getState().prompt) return;
    asking?.abort();
    asking = null;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(prompt), PAUSE);
  };
  const ask = async (prompt: string) => {
    const mine = (asking = new AbortController());
    try {
      const { cardUrl } = useModel.getState();
      const reading = await engine().request('readPrompt', { cardUrl, prompt }, { signal: mine.signal });
      if (asking === mine) usePromptReading.setState({ prompt, reading });
    } catch {
      // Only a hint: what is really wrong is said when the person generates.
    }
  };
  const stops = [useSettings.subscribe(look), useModel.subscribe(look), jobs.store.subscribe(look)];
  look();
  return () => {
    window.clearTimeout(timer);
    asking?.abort();
    stops.forEach((stop) => stop());
  };
}

/** The part of the prompt that the model does not read; '' when it reads all, or is not known to. */
export function unreadPart(prompt: string, { prompt: read, reading }: ReadingStore): string {
  return prompt === read && reading?.cutAt != null ? prompt.slice(reading.cutAt).trim() : '';
}
