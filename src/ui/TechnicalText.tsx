import styles from './TechnicalText.module.css';

interface TechnicalTextProps {
  id?: string;
  label: string;
  text: string;
}

/** What a person copies into a report rather than reads. */
export function TechnicalText({ id, label, text }: TechnicalTextProps) {
  return <textarea id={id} className={styles.text} aria-label={label} readOnly rows={5} value={text} />;
}
