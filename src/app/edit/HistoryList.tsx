import { Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { goToStep } from '../../actions/editorActions';
import { openOther, session, useEditor } from '../../editor/editor';
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
            <li key={entry.id}>
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
                  {new Date(entry.at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}
                </time>
              </button>
            </li>
          ))
          .toReversed()}
      </ol>
      <p className={styles.note}>{NOTES[saveState]}</p>
      <Others />
    </div>
  );
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
        {others.map(({ id, prompt, width, height, changedAt }) => (
          <li key={id} className={styles.other}>
            <button type="button" className={styles.step} onClick={() => void openOther(id).catch(session.report)}>
              <span className={styles.prompt}>{prompt || `${width} × ${height}`}</span>
              <time className={styles.time} dateTime={new Date(changedAt).toISOString()}>
                {new Date(changedAt).toLocaleDateString(undefined, { month: 'short', day: 'numeric' })}
              </time>
            </button>
            <IconButton
              label={`Delete ${prompt || `${width} × ${height}`}`}
              tip="Delete"
              onClick={() => void deleteEdited(id)}
            >
              <Trash2 size={16} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

const NOTES = {
  saved: 'Kept on this device.',
  saving: 'Saving.',
  failed: 'Not saved: the browser does not let this page store more.',
};
