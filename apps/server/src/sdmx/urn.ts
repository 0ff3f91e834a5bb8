/** The names by which SDMX's artefacts refer to each other (SDMX Registry Specification). */
import { type PlanStructure, conceptSchemeId, flowId, version } from './plan-structure.js';

const root = 'urn:sdmx:org.sdmx.infomodel.';

export const flowUrn = ({ agency }: PlanStructure): string =>
  `${root}datastructure.Dataflow=${agency.id}:${flowId}(${version})`;
export const structureUrn = ({ agency }: PlanStructure): string =>
  `${root}datastructure.DataStructure=${agency.id}:${flowId}(${version})`;
/** A part of the data structure, such as Dimension or DataAttribute. */
export const componentUrn = ({ agency }: PlanStructure, kind: string, id: string): string =>
  `${root}datastructure.${kind}=${agency.id}:${flowId}(${version}).${id}`;
export const conceptSchemeUrn = ({ agency }: PlanStructure): string =>
  `${root}conceptscheme.ConceptScheme=${agency.id}:${conceptSchemeId}(${version})`;
export const conceptUrn = ({ agency }: PlanStructure, id: string): string =>
  `${root}conceptscheme.Concept=${agency.id}:${conceptSchemeId}(${version}).${id}`;
export const codelistUrn = ({ agency }: PlanStructure, id: string): string =>
  `${root}codelist.Codelist=${agency.id}:${id}(${version})`;
export const codeUrn = (structure: PlanStructure, list: string, id: string): string =>
  `${codelistUrn(structure, list).replace('codelist.Codelist', 'codelist.Code')}.${id}`;
export const agencySchemeUrn = `${root}base.AgencyScheme=SDMX:AGENCIES(1.0)`;
export const agencyUrn = ({ agency }: PlanStructure): string =>
  `${root}base.Agency=SDMX:AGENCIES(1.0).${agency.id}`;
export const constraintUrn = ({ agency }: PlanStructure, id: string): string =>
  `${root}registry.DataConstraint=${agency.id}:${id}(${version})`;
