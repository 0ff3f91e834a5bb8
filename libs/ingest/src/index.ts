export { recogniseEvidence, type RecognisedEvidence } from './evidence/recognise-evidence.js';
export { checkProject, type FieldOfProjectFault, type KnownCodes } from './projects/check-project.js';
export { bare as bareProject, importProjects, type ProjectFile } from './projects/import-projects.js';
export { differences as projectDifferences } from './projects/project-columns.js';
export { readProjectReference, type ProjectReference } from './projects/project-reference.js';
export {
  projectTemplate,
  projectTemplateCsv,
  projectTemplateXlsx,
  type ProjectTemplate,
} from './projects/project-template.js';
export { readProjectSeeds } from './seeds/read-project-seeds.js';
export { readSeeds } from './seeds/read-seeds.js';
export { readAlertSeeds, type AlertSeeds } from './seeds/read-alert-seeds.js';
export type { SeedFault } from './seeds/seed-reading.js';
export { checkCatalogue } from './seeds/check-catalogue.js';
export type { CatalogueFault, CataloguePath } from './seeds/check-catalogue.js';
export { editValue, typedFormat, type EditContext, type TypedValue } from './edit-value.js';
export { importFile, type ImportContext, type Upload } from './import-file.js';
export { importSheet } from './import-sheet.js';
export { inTurn } from './in-turn.js';
export { rejectionsCsv } from './rejections-csv.js';
export { loadSeeds, loadSeedsOnce, type LoadedSeeds } from './seeds/load-seeds.js';
export { importTemplate, type ImportTemplate } from './template/import-template.js';
export { templateCsv } from './template/template-csv.js';
export { templateXlsx } from './template/template-xlsx.js';
export { undoImport, type Undo, type UndoContext } from './undo-import.js';
