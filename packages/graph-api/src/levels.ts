/** The four levels of one tree. `video` and others come with the uploader. */
export type Level = 'campaign' | 'ad_set' | 'creative' | 'ad';
