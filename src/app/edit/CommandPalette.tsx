import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { isPossible, type Action } from '../../actions/action';
import { spell } from '../../actions/shortcuts';
import { ACTIONS } from '../../actions/allActions';
import { isComposing } from '../../platform/keys';
import { useLayout } from '../../shell/layout';
import { Dialog } from '../../ui/Dialog';
import styles from './commands.module.css';

/** Every word of the query begins a word of the label, the group or the other words, in any order. */
export function finds(query: string, { label, also = '', group }: Pick<Action, 'label' | 'also' | 'group'>): boolean {
  const words = `${label} ${group} ${also}`.toLowerCase().split(/\s+/);
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}

/** All commands that can be given now, found by typing. */
export default function CommandPalette() {
  const close = () => useLayout.getState().set({ dialog: null });
  const possible = useMemo(() => ACTIONS.filter((action) => action.id !== 'palette' && isPossible(action)), []);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const found = possible.filter((action) => finds(query.trim(), action));
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();

  const give = (action: Action | undefined) => {
    if (!action) return;
    close();
    // After the dialog has given the focus back: the command may want it elsewhere.
    setTimeout(() => void action.run(), 0);
  };
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), found.length - 1);
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'ArrowDown') move(at + 1);
    else if (event.key === 'ArrowUp') move(at - 1);
    else if (event.key === 'Enter') give(found[at]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title="Commands" initialFocus={field} onClose={close}>
      <input
        ref={field}
        className={styles.search}
        type="text"
        role="combobox"
        aria-label="Find a command"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found[at] && `${id}-${found[at].id}`}
        placeholder="What do you want to do?"
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id={id} className={styles.found} role="listbox" aria-label="Commands">
        {found.map((action, i) => (
          // Keys belong to the field, which says which option they are at.
          <li
            key={action.id}
            id={`${id}-${action.id}`}
            role="option"
            aria-selected={i === at}
            className={styles.option}
            onPointerMove={() => setAt(i)}
            onPointerUp={() => give(action)}
          >
            {action.label}
            <span className={styles.of}>{action.group}</span>
            {action.shortcuts?.[0] && <kbd className={styles.key}>{spell(action.shortcuts[0])}</kbd>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles.none}>No command of that name.</p>}
    </Dialog>
  );
}
