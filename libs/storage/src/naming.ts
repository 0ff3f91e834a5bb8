import { DefaultNamingStrategy } from 'typeorm';

/** Tables and columns in snake_case, as SQL is written; classes and properties stay in the language's own style. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? snake(propertyName);
  }
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
