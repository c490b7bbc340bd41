import { useEffect, useId, useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import { cancelAction, generateAction } from '../../actions/generateActions';
import { isComposing } from '../../platform/keys';
import { RANGES } from '../../protocol/ranges';
import { setHandle } from '../../shell/handles';
import { unreadPart, usePromptReading } from '../../jobs/promptReading';
import { promptHintOf, useEditMode } from '../../jobs/editMode';
import { activeJob } from '../../jobs/jobQueue';
import { useJobs } from '../../jobs/jobs';
import { styledPrompt, useSettings } from '../../settings/settings';
import { Button } from '../../ui/Button';
import { QueueButton } from '../queue/QueueButton';
import { useAction } from '../useAction';
import { Chips } from './Chips';
import { ProgressLine } from './ProgressLine';
import { StatusLine } from './StatusLine';
import { useKeyboardInset } from './useKeyboardInset';
import styles from './PromptDock.module.css';

interface PromptDockProps {
  /** What the button says in this mode: "Generate", "Expand", "Fill". Its accessible name stays "Generate". */
  verb?: string;
}

/** Where work starts: the prompt, the settings at a glance, and the one button. */
export function PromptDock({ verb = 'Generate' }: PromptDockProps) {
  const running = useJobs((state) => activeJob(state) !== null);
  const dock = useRef<HTMLFormElement>(null);
  useKeyboardInset(dock);
  return (
    <form
      ref={dock}
      className={styles.dock}
      data-running={running || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        void generateAction.run();
      }}
    >
      <ProgressLine />
      <Prompt />
      <div className={styles.row}>
        {!running && <Chips />}
        <StatusLine running={running} />
        <QueueButton />
        {running && (
          <Button
            look="soft"
            aria-label="Generate"
            data-tip="Make it after what runs now"
            onClick={() => void generateAction.run()}
          >
            {verb}
          </Button>
        )}
        <VerbButton verb={verb} running={running} />
      </div>
    </form>
  );
}

/** One button for both: the focus stays where it is, and Space or Enter stops what it has started. */
function VerbButton({ verb, running }: { verb: string; running: boolean }) {
  const { shortcut } = useAction(running ? cancelAction : generateAction);
  return (
    <Button
      look={running ? 'soft' : 'accent'}
      className={styles.verb}
      data-verb
      aria-label={running ? 'Cancel' : 'Generate'}
      aria-keyshortcuts={shortcut?.replace('Ctrl', 'Control').replace('Esc', 'Escape')}
      onKeyDown={(event) => {
        // Nor must the key that has begun it elsewhere, while it is still held down.
        if (event.key === 'Enter' && event.repeat) event.preventDefault();
      }}
      onClick={(event) => {
        // The second half of a double click must not cancel what the first has begun.
        if (event.detail > 1) return;
        void (running ? cancelAction : generateAction).run();
      }}
    >
      {running ? 'Cancel' : verb}
    </Button>
  );
}

function Prompt() {
  const mode = useEditMode();
  const prompt = useSettings((state) => state.prompt);
  const set = useSettings((state) => state.set);
  const read = useSettings(styledPrompt);
  const unread = usePromptReading((state) => unreadPart(read, state));
  const field = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();

  useEffect(() => {
    setHandle('prompt', field.current);
    return () => setHandle('prompt', null);
  }, []);

  useLayoutEffect(() => {
    const textarea = field.current;
    if (!textarea || CSS.supports('field-sizing', 'content')) return;
    const fit = () => {
      textarea.style.height = 'auto';
      textarea.style.height = `${textarea.scrollHeight}px`;
    };
    fit();
    const observer = new ResizeObserver(fit);
    if (textarea.parentElement) observer.observe(textarea.parentElement);
    return () => observer.disconnect();
  }, [prompt]);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    // A key that is held down asks once.
    if (!event.repeat) void generateAction.run();
  };

  return (
    <>
      <textarea
        ref={field}
        className={styles.prompt}
        aria-label="Prompt"
        aria-describedby={unread ? noteId : undefined}
        placeholder={promptHintOf(mode)}
        rows={1}
        maxLength={RANGES.prompt.max}
        enterKeyHint="go"
        value={prompt}
        onChange={(event) => set({ prompt: event.target.value })}
        onKeyDown={onKeyDown}
      />
      {unread && (
        <p id={noteId} className={styles.note}>
          Longer than the model reads. Not read: <span className={styles.unread}>{shorten(unread)}</span>
        </p>
      )}
    </>
  );
}

/** The begin and the end of a long text. */
const shorten = (text: string) => (text.length > 140 ? `${text.slice(0, 90)} … ${text.slice(-40)}` : text);
