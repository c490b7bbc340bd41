import { ArchiveRestore, Ellipsis, FolderArchive, HardDriveDownload, Heart, ImagePlus, Search, X } from 'lucide-react';
import { useRef } from 'react';
import { importChosen } from '../../exchange/importPictures';
import { backUp, exportZip, restoreChosen } from '../../exchange/archives';
import { setFilter, useGallery } from '../../library/gallery';
import { modelsOf, type Period } from '../../library/galleryFilter';
import { useResults } from '../../library/results';
import { IconButton } from '../../ui/Button';
import { MenuButton } from '../../ui/MenuButton';
import { PickerButton } from '../../ui/PickerButton';
import styles from './GalleryBar.module.css';

const PERIODS: readonly { value: Period; label: string }[] = [
  { value: 'any', label: 'Any time' },
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
  { value: 'year', label: 'Last year' },
];

/** Search, filters, and what concerns all pictures. */
export function GalleryBar() {
  const favourites = useGallery((state) => state.filter.favourites);
  const period = useGallery((state) => state.filter.period);
  return (
    <div className={styles.bar} role="search" aria-label="Pictures">
      <SearchField />
      <ModelFilter />
      <PickerButton label="Date" value={period} choices={PERIODS} onChange={(next) => setFilter({ period: next })} />
      <IconButton
        label="Favourites only"
        aria-pressed={favourites}
        onClick={() => setFilter({ favourites: !favourites })}
      >
        <Heart size={16} aria-hidden fill={favourites ? 'currentColor' : 'none'} />
      </IconButton>
      <AllMenu />
    </div>
  );
}

function SearchField() {
  const text = useGallery((state) => state.filter.text);
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.search}>
      <Search size={16} aria-hidden />
      <input
        ref={field}
        type="search"
        aria-label="Search"
        placeholder="Search prompts"
        maxLength={200}
        value={text}
        onChange={(event) => setFilter({ text: event.target.value })}
      />
      {text !== '' && (
        <IconButton
          label="Clear search"
          className={styles.clear}
          onClick={() => {
            setFilter({ text: '' });
            field.current?.focus();
          }}
        >
          <X size={14} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

/** Only where there is something to choose. */
function ModelFilter() {
  const pictures = useResults((state) => state.pictures);
  const model = useGallery((state) => state.filter.model);
  const models = modelsOf(pictures);
  if (models.length < 2 && model === null) return null;
  const choices = [{ value: '', label: 'All models' }, ...models.map((id) => ({ value: id, label: id }))];
  return (
    <PickerButton
      label="Model"
      value={model ?? ''}
      choices={choices}
      onChange={(id) => setFilter({ model: id === '' ? null : id })}
    />
  );
}

function AllMenu() {
  const shown = useGallery((state) => state.shown);
  return (
    <MenuButton
      label="Import, export and backup"
      icon={Ellipsis}
      choices={[
        { label: 'Import pictures or zip', icon: ImagePlus, onChoose: importChosen },
        {
          label: 'Export all shown',
          icon: FolderArchive,
          disabled: shown.length === 0,
          onChoose: () => void exportZip(shown),
        },
        { label: 'Back up everything', icon: HardDriveDownload, separate: true, onChoose: () => void backUp() },
        { label: 'Restore a backup', icon: ArchiveRestore, onChoose: restoreChosen },
      ]}
    />
  );
}
