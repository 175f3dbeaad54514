package netadapt.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import netadapt.BadInput;
import netadapt.search.BudgetPlan;
import netadapt.search.ChooseBy;
import netadapt.search.ProposalPlan;
import netadapt.search.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchSettingsTest {
  @TempDir private Path folder;

  private SearchSettings read(String text, Map<String, String> options) {
    try {
      Path file = Files.writeString(folder.resolve("run.conf"), text);
      return SettingsFile.read(file, options).search();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SearchSettings read(String text) {
    return read(text, Map.of());
  }

  @Test
  void everyKeyIsRead() {
    SearchSettings settings =
        read(
            """
            search {
              strategy = evolution, choose-by = score, propose-by = random
              candidates = 7, random-share = 0.25, undo-needless = false
              rounds = 5, patience = 6, parents = 8
              evolution { parent-share = 0.5, mutation-probability = 0.2, mutation-share = 0.75 }
            }
            """);

    assertThat(settings.plan().strategy()).isEqualTo(Strategy.EVOLUTION);
    assertThat(settings.plan().chooseBy()).isEqualTo(ChooseBy.SCORE);
    assertThat(settings.plan().proposals())
        .isEqualTo(new ProposalPlan(ProposalPlan.By.RANDOM, 7, 0.25));
    assertThat(settings.plan().descent().undoNeedless()).isFalse();
    assertThat(settings.plan().atBudgets())
        .isEqualTo(new BudgetPlan(5, 6, 8, new BudgetPlan.Breeding(0.5, 0.2, 0.75)));
  }

  @Test
  void exchangeByExpectedScoresWithoutLimitsIsTheDefault() {
    SearchSettings settings = read("");

    assertThat(settings.plan().strategy()).isEqualTo(Strategy.EXCHANGE);
    assertThat(settings.plan().chooseBy()).isEqualTo(ChooseBy.EXPECTED);
    assertThat(settings.plan().descent().undoNeedless()).isTrue();
    assertThat(settings.plan().atBudgets().breeding()).isEqualTo(BudgetPlan.Breeding.ONCE_FOR_ALL);
    assertThat(settings.limits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4M, 4e6", "4k, 4e3", "1.5G, 1.5e9", "4000000, 4e6", "0.5, 0.5"})
  void limitsAndBudgetsMayEndInThousandsMillionsOrBillions(String written, double amount) {
    SearchSettings settings =
        read("search { limits = { params = %s }, budgets = [%s] }".formatted(written, written));

    assertThat(settings.limits()).isEqualTo(Map.of("params", amount));
    assertThat(settings.budgets()).containsExactly(amount);
  }

  @Test
  void optionsGiveLimitsAndBudgetsToo() {
    SearchSettings settings =
        read("", Map.of("search.limits.params", "4M", "search.budgets", "200M,100M"));

    assertThat(settings.limits()).isEqualTo(Map.of("params", 4e6));
    assertThat(settings.budgets()).isEqualTo(List.of(200e6, 100e6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strategy = best | search.strategy is \"best\" but must be descent, exchange, random or"
            + " evolution (F:2;",
        "choose-by = luck | search.choose-by is \"luck\" but must be score or expected (F:2;",
        "propose-by = luck | search.propose-by is \"luck\" but must be random or expected (F:2;",
        "candidates = 0 | search.candidates is 0 but must be at least 1 (F:2;",
        "random-share = 1.5 | search.random-share is 1.5 but must be from 0 to 1 (F:2;",
        "undo-needless = 2 | search.undo-needless is 2 but must be true or false (F:2;",
        "rounds = 0 | search.rounds is 0 but must be at least 1 (F:2;",
        "patience = 0 | search.patience is 0 but must be at least 1 (F:2;",
        "parents = 0 | search.parents is 0 but must be at least 1 (F:2;",
        "evolution.parent-share = 0 | search.evolution.parent-share is 0 but must be more than 0 and"
            + " at most 1 (F:2;",
        "evolution.mutation-share = 2 | search.evolution.mutation-share is 2 but must be from 0 to"
            + " 1 (F:2;",
        "evolution.mutate = 1 | unknown key search.evolution.mutate",
        "limits.params = many | search.limits.params is \"many\" but must be a number (F:2",
        "limits.params = 0 | search.limits.params is 0 but must be more than 0 (F:2",
        "limits = 3 | search.limits is 3 but must be an object { … } (F:2",
        "budgets = [4X] | search.budgets is [\"4X\"] but must be a list of numbers (F:2;",
      })
  void mistakeIsToldWithItsLine(String line, String message) {
    String text = "# a comment\nsearch." + line + "\n";

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BadInput.class)
        .message()
        .contains(message.replace("F:", folder.resolve("run.conf") + ":"));
  }
}
