/** All series of one metric in a Prometheus text, by their labels. */
export function seriesOf(text: string, name: string): readonly number[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
}
