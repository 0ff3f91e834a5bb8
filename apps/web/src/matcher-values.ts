/** What the labels of alerts can say, to choose from: rules, organisations, and the words of the service itself. */
import { computed, onMounted } from 'vue';
import { alertApi } from './alert-api';
import { useAlertWords } from './alert-language';
import { severities } from './alerts-view';
import { useAnswer } from './answer';
import { useLanguage } from './language';
import { useOrganisations } from './organisation-names';
import { projectApi } from './project-api';
import { datedStages } from './project-view';
import { conditionKinds, slipLevels } from './rule-draft';

/** So many are offered; of a larger library the codes of the others can be written. */
const mostProjects = '500';

export function useMatcherValues() {
  const { words, language } = useLanguage();
  const alertWords = useAlertWords();
  const { organisationName, organisationOptions } = useOrganisations();
  // A courtesy: should the rules not come, their names can be written.
  const rules = useAnswer(alertApi.rules);
  onMounted(rules.reload);
  const projects = useAnswer((signal) => projectApi.projects({ limit: mostProjects }, signal));
  onMounted(projects.reload);

  const options = computed(() => {
    const { severity, condition, about } = alertWords.value.alerts;
    return {
      alertname: (rules.answer.value ?? []).map(({ name }) => ({ value: name, label: name })),
      organisation: organisationOptions.value,
      escalated_from: organisationOptions.value,
      project: (projects.answer.value?.projects ?? []).map(({ code, name }) => ({
        value: code,
        label: language.value === 'en' ? (name.en ?? name.zh) : name.zh,
      })),
      stage: datedStages.map((value) => ({ value, label: words.value.projects.beginning[value] })),
      severity: severities.map((value) => ({ value, label: severity[value] })),
      condition: conditionKinds.map((value) => ({ value, label: condition[value] })),
      level: slipLevels.map((value) => ({ value, label: words.value.status[value] })),
      about: (['noData', 'error'] as const).map((value) => ({ value, label: about[value] })),
    };
  });

  const isKnown = (label: string): label is keyof typeof options.value => Object.hasOwn(options.value, label);
  const valueOptions = (label: string) => (isKnown(label) ? options.value[label] : []);
  return {
    valueOptions,
    /** The words for a label's value, where there are any. */
    valueName: (label: string, value: string): string =>
      label === 'organisation'
        ? organisationName(value)
        : (valueOptions(label).find((option) => option.value === value)?.label ?? value),
  };
}
