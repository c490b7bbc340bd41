import { useState } from 'react';
import { moveExpansion, prepareExpansion } from '../../actions/editActions';
import { anchorOf, EXPAND_PRESETS } from '../../geometry/expand';
import type { Anchor } from '../../geometry/expand';
import { session } from '../../editor/editor';
import { Button } from '../../ui/Button';
import styles from './edit.module.css';

const PLACES = [0, 0.5, 1] as const;
const ROWS = ['top', 'middle', 'bottom'] as const;
const COLUMNS = ['left', 'centre', 'right'] as const;

/** "top left", "middle": where the picture is to lie in the larger one. */
function nameOf(row: number, column: number): string {
  if (row === 1 && column === 1) return 'middle';
  return `${row === 1 ? '' : `${ROWS[row]} `}${column === 1 ? '' : COLUMNS[column]}`.trim();
}

/** Where the picture lies in what is prepared; in the middle where nothing is. */
function anchorNow(): Anchor {
  const { target } = session.state;
  const { bounds } = session.document;
  return target && bounds ? anchorOf(bounds, target) : { x: 0.5, y: 0.5 };
}

/** Proportions to expand to, and where the picture lies in them. */
export function ShapeChooser() {
  const [anchor, setAnchor] = useState(anchorNow);
  const choose = (next: Anchor) => {
    setAnchor(next);
    moveExpansion(next);
  };
  return (
    <div className={styles.shapes}>
      <div className={styles.ratios} role="group" aria-label="Shape">
        <span className={styles.caption}>Shape</span>
        {EXPAND_PRESETS.map(({ id, label, preset }) => (
          <Button key={id} look="soft" onClick={() => prepareExpansion(preset, anchor)}>
            {label}
          </Button>
        ))}
      </div>
      <div>
        <span className={styles.caption} aria-hidden>
          The picture lies
        </span>
        <div className={styles.anchors} role="radiogroup" aria-label="Place of the picture">
          {PLACES.map((y, row) =>
            PLACES.map((x, column) => (
              <label key={`${row} ${column}`} className={styles.anchor}>
                <input
                  type="radio"
                  name="anchor"
                  aria-label={nameOf(row, column)}
                  checked={anchor.x === x && anchor.y === y}
                  onChange={() => choose({ x, y })}
                />
              </label>
            )),
          )}
        </div>
      </div>
    </div>
  );
}
