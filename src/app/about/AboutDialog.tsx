import { version } from '../../../package.json';
import { PHONE_SCREEN, useLayout } from '../../shell/layout';
import { useModel } from '../../engineState/model';
import { Dialog } from '../../ui/Dialog';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { LIBRARIES } from './libraries';
import styles from './AboutDialog.module.css';

/** What this is, what it does with what is put into it, and whom it thanks. */
export default function AboutDialog() {
  const set = useLayout((state) => state.set);
  const phone = useMediaQuery(PHONE_SCREEN);
  return (
    <Dialog title="About Outpane" look={phone ? 'sheet' : 'dialog'} onClose={() => set({ dialog: null })}>
      <div className={styles.about}>
        <p>
          Version {version}. A diffusion studio in a browser tab: type a prompt and a picture forms; drag its edge and
          it grows.
        </p>
        <h3 className={styles.heading}>Your data</h3>
        <p>
          Nothing leaves this machine. There is no server, no account and no counting of visits. Prompts, pictures,
          settings and the model’s files are kept in this browser, for this address, until you delete them. Pictures you
          download carry their settings, so that they can be made again; “Export without metadata” leaves them out.
        </p>
        <Model />
        <h3 className={styles.heading}>Licences</h3>
        <p>The code of Outpane is under the MIT licence. Made with:</p>
        <ul className={styles.libraries}>
          {LIBRARIES.map(([name, licence]) => (
            <li key={name}>
              {name} <small>{licence}</small>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

/** The model's own name, licence and sources, as its card says them. */
function Model() {
  const card = useModel((state) => state.card);
  if (!card) return null;
  return (
    <>
      <h3 className={styles.heading}>
        Model: {card.name}, revision {card.revision}
      </h3>
      <ul className={styles.credits}>
        {card.attributions.map(({ what, licence, source }) => (
          <li key={what}>
            {what}
            <small>
              {licence}, {source}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}
