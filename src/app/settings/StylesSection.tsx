import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { notify } from '../../shell/notices';
import {
  BUILT_IN_STYLES,
  deleteStyle,
  inStyle,
  saveStyle,
  usePromptStyles,
  type PromptStyle,
} from '../../settings/promptStyles';
import { useSettings } from '../../settings/settings';
import { Button, IconButton } from '../../ui/Button';
import { newId } from '../../platform/newId';
import { Section } from './Section';
import styles from './settings.module.css';

const EXAMPLE = 'a red apple';
const emptyStyle = (): PromptStyle => ({ id: newId(), name: '', template: '' });

/** Words around the prompt. The built-in ones are listed so that one can see what they say. */
export function StylesSection() {
  const own = usePromptStyles((state) => state.own);
  const [draft, setDraft] = useState<PromptStyle | null>(null);
  return (
    <Section title="Prompt styles">
      <p className={styles.soft}>
        Words around your prompt, which stands at {'{prompt}'}. Choose one in the settings panel.
      </p>
      <ul className={styles.list} aria-label="Prompt styles">
        {[...BUILT_IN_STYLES, ...own].map((style) => (
          <li key={style.id} className={styles.item}>
            <span className={styles.words}>
              {style.name}
              <small>{inStyle(EXAMPLE, style.template)}</small>
            </span>
            {own.includes(style) && <OwnStyleButtons style={style} onEdit={() => setDraft(style)} />}
          </li>
        ))}
      </ul>
      {draft ? (
        <StyleForm key={draft.id} draft={draft} onDone={() => setDraft(null)} />
      ) : (
        <Button look="soft" className={styles.start} onClick={() => setDraft(emptyStyle())}>
          New style
        </Button>
      )}
    </Section>
  );
}

function OwnStyleButtons({ style, onEdit }: { style: PromptStyle; onEdit: () => void }) {
  return (
    <>
      <IconButton label={`Edit style ${style.name}`} onClick={onEdit}>
        <Pencil size={16} aria-hidden />
      </IconButton>
      <IconButton
        label={`Delete style ${style.name}`}
        onClick={() => {
          const { style: used, set } = useSettings.getState();
          const undo = deleteStyle(style.id);
          if (used === style.id) set({ style: '' });
          notify(`Style ${style.name} deleted.`, { undo });
        }}
      >
        <Trash2 size={16} aria-hidden />
      </IconButton>
    </>
  );
}

function StyleForm({ draft, onDone }: { draft: PromptStyle; onDone: () => void }) {
  const [style, setStyle] = useState(draft);
  const complete = style.name.trim() !== '' && style.template.includes('{prompt}');
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (saveStyle(style)) onDone();
      }}
    >
      <input
        className={styles.field}
        aria-label="Name of the style"
        placeholder="Name"
        maxLength={60}
        value={style.name}
        onChange={(event) => setStyle({ ...style, name: event.target.value })}
      />
      <input
        className={styles.field}
        aria-label="Words of the style"
        placeholder="flat {prompt} on a yellow background"
        maxLength={2000}
        value={style.template}
        onChange={(event) => setStyle({ ...style, template: event.target.value })}
      />
      <p className={styles.soft}>
        {complete
          ? `Makes “${inStyle(EXAMPLE, style.template)}”.`
          : 'Needs a name, and {prompt} where the prompt goes.'}
      </p>
      <div className={styles.buttons}>
        <Button look="soft" type="submit" disabled={!complete}>
          Save style
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}
