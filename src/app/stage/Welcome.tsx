import { generateExample } from '../../actions/generateActions';
import { EXAMPLES } from './examples';
import styles from './Welcome.module.css';

/** The empty table: one line, and six prompts that show what the starter draws best. */
export function Welcome() {
  return (
    <div className={styles.welcome}>
      <p className={styles.line}>Write what you want to see. It is drawn here, on your own machine.</p>
      <div className={styles.examples} role="group" aria-label="Examples">
        {EXAMPLES.map(({ prompt, picture }) => (
          <button key={prompt} type="button" className={styles.example} onClick={() => generateExample(prompt)}>
            <img src={picture} alt="" width={48} height={48} draggable={false} />
            {prompt}
          </button>
        ))}
      </div>
    </div>
  );
}
