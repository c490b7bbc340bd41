import { Download, Trash2 } from 'lucide-react';
import { Fragment, useEffect, useRef } from 'react';
import { goToStep } from '../../actions/editorActions';
import { openOther, session, useEditor, useUnreadSteps } from '../../editor/editor';
import { copyDocument } from '../../exchange/unreadThings';
import { deleteEdited, lookForEdited, useEditedPictures } from '../../library/editedPictures';
import { IconButton } from '../../ui/Button';
import styles from './HistoryList.module.css';

/** Every step that can be gone back or forward to, the newest at the top. */
export default function HistoryList() {
  const { entries, index } = useEditor((state) => state.history);
  const saveState = useEditor((state) => state.saveState);
  const current = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // Not scrollIntoView: it would scroll the page, too, while the list is on its way to its place.
    const step = current.current;
    if (step && list.current) list.current.scrollTop = step.offsetTop - list.current.clientHeight / 2;
  }, [index]);
  return (
    <div className={styles.history}>
      <ol ref={list} className={styles.list} aria-label="History" reversed>
        {entries
          .map((entry, i) => (
            <Fragment key={entry.id}>
              <UnreadSteps after={entry.id} />
              <li>
                <button
                  ref={i === index ? current : undefined}
                  type="button"
                  className={styles.step}
                  aria-current={i === index ? 'step' : undefined}
                  data-undone={i > index || undefined}
                  onClick={() => goToStep(i)}
                >
                  {entry.label}
                  <time className={styles.time} dateTime={new Date(entry.at).toISOString()}>
                    {timeText(entry.at)}
                  </time>
                </button>
              </li>
            </Fragment>
          ))
          .toReversed()}
        <UnreadSteps after={null} />
      </ol>
      <p className={styles.note}>{NOTES[saveState]}</p>
      <Others />
    </div>
  );
}

const timeText = (at: number) => new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
const dayText = (at: number) => new Date(at).toLocaleDateString(undefined, { month: 'short', day: 'numeric' });

const CANNOT_BE_READ = 'Can’t be read by this version';

/** Steps of another version that came after one of those that can be read: seen, and not to be gone to. */
function UnreadSteps({ after }: { after: string | null }) {
  const steps = useUnreadSteps((state) => state.steps);
  return steps
    .filter((step) => step.after === after)
    .toReversed()
    .map(({ id, label, at }) => (
      <li key={id} className={styles.unread}>
        <span className={styles.prompt}>
          {label && `${label}: `}
          {label ? CANNOT_BE_READ.toLowerCase() : CANNOT_BE_READ}
        </span>
        {at !== null && (
          <time className={styles.time} dateTime={new Date(at).toISOString()}>
            {timeText(at)}
          </time>
        )}
      </li>
    ));
}

/** The way to pictures that were edited in tabs which are closed now. */
function Others() {
  const others = useEditedPictures((state) => state.others);
  useEffect(() => void lookForEdited(), []);
  if (others.length === 0) return null;
  return (
    <section className={styles.others} aria-label="Other edited pictures">
      <h3 className={styles.title}>Other edited pictures</h3>
      <ul className={styles.list}>
        {others.map((other) => (
          <li key={other.id} className={styles.other}>
            {other.picture ? (
              <button
                type="button"
                className={styles.step}
                onClick={() => void openOther(other.id).catch(session.report)}
              >
                <span className={styles.prompt}>
                  {other.picture.prompt || `${other.picture.width} × ${other.picture.height}`}
                </span>
                <Changed at={other.changedAt} />
              </button>
            ) : (
              <>
                <span className={styles.unread}>
                  <span className={styles.prompt}>{CANNOT_BE_READ}</span>
                  <Changed at={other.changedAt} />
                </span>
                <IconButton label="Save a copy" onClick={() => void copyDocument(other)}>
                  <Download size={16} aria-hidden />
                </IconButton>
              </>
            )}
            <IconButton label="Delete" onClick={() => void deleteEdited(other.id)}>
              <Trash2 size={16} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changed({ at }: { at: number }) {
  if (at === 0) return null;
  return (
    <time className={styles.time} dateTime={new Date(at).toISOString()}>
      {dayText(at)}
    </time>
  );
}

const NOTES = {
  saved: 'Kept on this device.',
  saving: 'Saving.',
  failed: 'Not saved yet: the browser does not let this page store more. It is tried again.',
};
