// Writes public/models/starter/card.json: sizes and sha256 of every file and chunk, and the facts that no graph says.
// node scripts/make-card.mjs [FOLDER] [REVISION]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardText, makeCard } from './starterCard.mjs';

const [folder = 'public/models/starter', revision] = process.argv.slice(2);
const card = makeCard(folder, { revision });
writeFileSync(join(folder, 'card.json'), cardText(card));
const bytes = card.files.reduce((sum, file) => sum + file.size, 0);
console.log(`${folder}/card.json: revision ${card.revision}, ${card.files.length} files, ${bytes} bytes`);
