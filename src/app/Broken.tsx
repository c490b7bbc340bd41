import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import { TechnicalText } from '../ui/TechnicalText';
import { causeOf } from './startWords';
import styles from './Broken.module.css';

interface BrokenState {
  /** The technical reason; null as long as nothing is broken. */
  cause: string | null;
}

/** Shows its children; once one of them can't be drawn, what is safe and the way on instead of an empty page. React logs the reason. */
export class Broken extends Component<{ children: ReactNode }, BrokenState> {
  override state: BrokenState = { cause: null };

  static getDerivedStateFromError(thrown: unknown): BrokenState {
    return { cause: causeOf(thrown) };
  }

  override render(): ReactNode {
    const { cause } = this.state;
    if (cause === null) return this.props.children;
    return (
      <main className={styles.page}>
        <h1 className={styles.title}>Outpane could not show this.</h1>
        <p className={styles.hint}>
          Your pictures and settings are kept on this device. Reload the page to go on. If it happens again, this helps
          whoever looks for the reason:
        </p>
        <TechnicalText label="What went wrong" text={cause} />
        <Button look="accent" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </main>
    );
  }
}
