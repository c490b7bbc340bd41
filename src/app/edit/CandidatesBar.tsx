import { Bookmark, Check, ChevronLeft, ChevronRight, Plus, Trash2, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import {
  acceptAction,
  discardAction,
  dropAction,
  keepAction,
  moreAction,
  nextCandidateAction,
  previousCandidateAction,
} from '../../actions/editActions';
import type { Action } from '../../actions/action';
import { show } from '../../editor/document';
import { presentDocument } from '../../editor/editorState';
import { session, useEditor } from '../../editor/editor';
import { useShownJob } from '../useShownJob';
import { Button } from '../../ui/Button';
import { ActionButton } from '../ActionButton';
import { useAction } from '../useAction';
import styles from './edit.module.css';

/** CSS pixels of wheel for one candidate. */
const NOTCH = 60;

/** Decides what becomes of the results that lie on the picture. The first of the round is the picture as it was. */
export function CandidatesBar() {
  const staging = useEditor((state) => presentDocument(state).staging);
  const wheel = useRef(0);
  const running = useShownJob()?.work.kind === 'edit';
  const bar = useFocusWhenDone(running);
  if (!staging) return null;
  const { candidates, shown } = staging;
  return (
    <div
      ref={bar}
      className={styles.bar}
      role="region"
      aria-label="Candidates"
      onWheel={(event) => {
        wheel.current += event.deltaY;
        const steps = Math.trunc(wheel.current / NOTCH);
        wheel.current -= steps * NOTCH;
        if (steps !== 0) void (steps > 0 ? nextCandidateAction : previousCandidateAction).run();
      }}
    >
      <div className={styles.round}>
        <ActionButton action={previousCandidateAction} icon={ChevronLeft} />
        <div className={styles.dots}>
          {[null, ...candidates].map((candidate, i) => (
            <button
              key={candidate?.id ?? 'before'}
              type="button"
              className={styles.dot}
              aria-label={i === 0 ? 'Before' : `Candidate ${i}`}
              aria-current={shown === i || undefined}
              data-tip={i === 0 ? 'Before' : `Candidate ${i}`}
              onClick={() => session.amend(show(session.document, i))}
            />
          ))}
        </div>
        <ActionButton action={nextCandidateAction} icon={ChevronRight} />
        <span className={styles.which} aria-live="polite">
          {shown === 0 ? 'Before' : `${shown} of ${candidates.length}`}
        </span>
      </div>
      <div className={styles.buttons}>
        <ActionButton action={keepAction} icon={Bookmark} />
        {candidates.length > 1 && <ActionButton action={dropAction} icon={Trash2} />}
        <WordButton action={moreAction} icon={Plus} />
        <WordButton action={discardAction} icon={X} />
        <WordButton action={acceptAction} icon={Check} accent />
      </div>
    </div>
  );
}

function WordButton({ action, icon: Icon, accent }: { action: Action; icon: typeof Check; accent?: boolean }) {
  const { label, shortcut, enabled, run } = useAction(action);
  return (
    <Button
      look={accent ? 'accent' : 'quiet'}
      className={styles.word}
      aria-label={label}
      aria-disabled={!enabled || undefined}
      data-tip={label}
      data-tip-shortcut={shortcut}
      data-accept={accent || undefined}
      onClick={run}
    >
      <Icon size={16} aria-hidden />
      <span className={styles.wordText}>{label}</span>
    </Button>
  );
}

/**
 * When the run is over, the decision is the next thing to do: the focus goes from where the run was started to Accept, so that
 * Enter does not start another one. Whoever has begun to write in the meantime is left alone.
 */
function useFocusWhenDone(running: boolean) {
  const bar = useRef<HTMLDivElement>(null);
  const promptBefore = useRef<string | null>(null);
  useEffect(() => {
    const active = document.activeElement;
    const prompt = active instanceof HTMLTextAreaElement ? active.value : null;
    if (running) {
      promptBefore.current = prompt;
      return;
    }
    const writes = prompt !== null && promptBefore.current !== null && prompt !== promptBefore.current;
    const isFree = active === null || active.matches('body, main, form *');
    if (isFree && !writes) bar.current?.querySelector<HTMLElement>('[data-accept]')?.focus({ preventScroll: true });
  }, [running]);
  return bar;
}
