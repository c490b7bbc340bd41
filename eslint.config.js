import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { importX } from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import reactHooks from 'eslint-plugin-react-hooks';
import jsxA11y from 'eslint-plugin-jsx-a11y';

/** The folders of src/ that only data and pure work live in: whoever may import anything may import these. */
const ground = ['platform', 'geometry', 'protocol'];
const pictures = [...ground, 'imaging', 'metadata', 'models', 'storage'];
const table = [...pictures, 'engine', 'editor', 'pwa'];

/** Which folders of src/ a folder may import from, besides itself, by `import()` too. Arrows point down only (docs/architecture.md). */
const allowed = {
  platform: [],
  geometry: [],
  protocol: ['geometry'],
  imaging: ['geometry', 'protocol'],
  metadata: ['protocol', 'imaging'],
  models: ['protocol'],
  storage: ['platform', 'protocol', 'models'],
  runtime: ['platform', 'protocol', 'models'],
  text: ['protocol', 'models'],
  diffusion: ['protocol', 'models'],
  pipeline: ['diffusion', 'text', 'models', 'runtime', 'imaging', 'geometry', 'protocol'],
  worker: ['pipeline', 'diffusion', 'text', 'models', 'runtime', 'imaging', 'storage', ...ground],
  engine: ['protocol', 'models', 'platform'],
  pwa: ['platform', 'storage', 'protocol'],
  shell: ['platform', 'storage', 'protocol'],
  editor: ['storage', 'metadata', 'imaging', ...ground],
  settings: ['shell', ...table],
  engineState: ['settings', 'shell', ...table],
  library: ['engineState', 'settings', 'shell', ...table],
  jobs: ['library', 'engineState', 'settings', 'shell', ...table],
  exchange: ['jobs', 'library', 'engineState', 'settings', 'shell', ...table],
  actions: ['exchange', 'jobs', 'library', 'engineState', 'settings', 'shell', ...table],
  ui: ['platform'],
  app: ['ui', 'actions', 'exchange', 'jobs', 'library', 'engineState', 'settings', 'shell', ...table],
};

const zones = Object.entries(allowed).map(([folder, below]) => ({
  target: `./src/${folder}`,
  from: './src',
  except: [folder, ...below].map((name) => `./${name}`),
  message: `src/${folder}/ may import only from: ${below.join(', ') || 'nothing but itself'}.`,
}));

/** Tests and their helpers may look at everything. */
const direction = {
  files: ['src/**/*.{ts,tsx}'],
  ignores: ['**/*.test.{ts,tsx}', 'src/*/testing/**'],
  rules: {
    'import-x/no-restricted-paths': ['error', { zones, basePath: import.meta.dirname }],
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '^onnxruntime-web$',
            message: 'Import a sub-path (/wasm, /webgpu, /jspi): the bare import is the JSEP build.',
            allowTypeImports: true,
          },
        ],
      },
    ],
  },
};

export default tseslint.config(
  { ignores: ['dist', 'public', 'node_modules', 'test-results', 'playwright-report', 'training', '.cache'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })] },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    // Rules that need types: a promise that nobody waits for hides its failure.
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
    },
  },
  {
    files: ['src/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y },
    rules: {
      ...reactHooks.configs['recommended-latest'].rules,
      ...jsxA11y.flatConfigs.recommended.rules,
    },
  },
  {
    // React stays on its own two floors.
    files: ['src/**/*.ts'],
    ignores: ['src/app/**', 'src/ui/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: ['react', 'react-dom'] }] },
  },
  { files: ['scripts/**', '*.config.*', 'e2e/**', 'bench/**'], languageOptions: { globals: globals.node } },
  direction,
);
