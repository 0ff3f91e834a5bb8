// What a document says besides the briefing's own words.
// @ts-check

/** The colours of the statuses on white, as the page has them; the word itself stands in them. */
export const statusInks = /** @type {const} */ ({
  missed: '#8f111a',
  movingAway: '#7a1f5c',
  offTrack: '#873800',
  atRisk: '#664500',
  notAssessed: '#46525f',
  onTrack: '#0e4c82',
  achieved: '#0a573f',
});

export const documentWords = {
  zh: {
    noChart: '（走势图未能生成，请在网页上查看。）',
    page: (/** @type {number} */ page, /** @type {number} */ of) => `第 ${page} 页，共 ${of} 页`,
  },
  en: {
    noChart: '(The chart could not be drawn; see it on the page.)',
    page: (/** @type {number} */ page, /** @type {number} */ of) => `Page ${page} of ${of}`,
  },
};
