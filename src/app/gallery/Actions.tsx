import {
  Columns2,
  Download,
  Ellipsis,
  FileX2,
  FolderArchive,
  Heart,
  Link,
  PenLine,
  SlidersHorizontal,
  Trash2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { downloadBare, downloadPicture, openInEditor, takeSettings } from '../../actions/galleryActions';
import { copySettingsLink } from '../../exchange/settingsLink';
import { exportZip } from '../../exchange/archives';
import { deleteWithUndo, useGallery } from '../../library/gallery';
import { toggleFavourites } from '../../library/results';
import { settingsOf, type PictureMeta } from '../../storage/pictureMeta';
import { Button, IconButton } from '../../ui/Button';
import { MenuButton } from '../../ui/MenuButton';
import styles from './Actions.module.css';

interface ActionsProps {
  pictures: readonly PictureMeta[];
  /** Called before a picture leaves the list or the screen changes. */
  onLeave?: () => void;
  /** At the end of the row. */
  children?: ReactNode;
}

/** What can be done with the chosen pictures, one or more. */
export function Actions({ pictures, onLeave, children }: ActionsProps) {
  const [first, second, ...more] = pictures;
  if (!first) return null;
  const compares = second !== undefined && more.length === 0;
  const loved = pictures.every((meta) => meta.favourite);
  return (
    <div className={styles.actions} role="group" aria-label="Picture commands">
      {second === undefined && <MainActions meta={first} onLeave={onLeave} />}
      {compares && (
        <Button look="accent" onClick={() => useGallery.setState({ compared: [first.id, second.id] })}>
          <Columns2 size={16} aria-hidden />
          Compare
        </Button>
      )}
      {second !== undefined && (
        <Button look="soft" onClick={() => void exportZip(pictures)}>
          <FolderArchive size={16} aria-hidden />
          Export zip
        </Button>
      )}
      <span className={styles.icons}>
        {second === undefined && (
          <IconButton label="Download" onClick={() => void downloadPicture(first)}>
            <Download size={16} aria-hidden />
          </IconButton>
        )}
        <IconButton label="Favourite" shortcut="F" aria-pressed={loved} onClick={() => void toggleFavourites(pictures)}>
          <Heart size={16} aria-hidden fill={loved ? 'currentColor' : 'none'} />
        </IconButton>
        <IconButton
          label="Delete"
          shortcut="Del"
          onClick={() => {
            onLeave?.();
            void deleteWithUndo(pictures);
          }}
        >
          <Trash2 size={16} aria-hidden />
        </IconButton>
        {second === undefined && (
          <MenuButton
            label="More"
            icon={Ellipsis}
            choices={[
              ...(first.request
                ? [{ label: 'Copy link to settings', icon: Link, onChoose: () => void copySettingsLink(first) }]
                : []),
              { label: 'Export without metadata', icon: FileX2, onChoose: () => void downloadBare(first) },
              { label: 'Export zip', icon: FolderArchive, onChoose: () => void exportZip(pictures) },
            ]}
          />
        )}
        {children}
      </span>
    </div>
  );
}

function MainActions({ meta, onLeave }: { meta: PictureMeta; onLeave?: () => void }) {
  return (
    <>
      <Button
        look="accent"
        onClick={() => {
          onLeave?.();
          void openInEditor(meta);
        }}
      >
        <PenLine size={16} aria-hidden />
        Open in editor
      </Button>
      {settingsOf(meta) && (
        <Button
          look="soft"
          onClick={() => {
            onLeave?.();
            takeSettings(meta);
          }}
        >
          <SlidersHorizontal size={16} aria-hidden />
          Use settings
        </Button>
      )}
    </>
  );
}
