package netadapt.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import netadapt.BadInput;
import netadapt.BrokenRule;
import netadapt.settings.TeacherSettings.ClassNames;
import netadapt.settings.TeacherSettings.Outputs;
import netadapt.train.Distillation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeacherSettingsTest {
  @Test
  void byDefaultThereIsNoTeacher() {
    TrainingSettings train = train(Map.of());

    assertThat(train.teacher()).isEmpty();
    assertThat(train.plan().distillation()).isEqualTo(Distillation.NONE);
    assertThat(train.plan().regularization().survival()).isEqualTo(1);
  }

  @Test
  void teacherAndLabelCountAlike() {
    TrainingSettings train = train(Map.of("train.teacher", "supernet"));

    TeacherSettings teacher = train.teacher().orElseThrow();
    assertThat(teacher.isSupernet()).isTrue();
    assertThat(teacher.outputs()).isEqualTo(Outputs.AUTO);
    assertThat(teacher.classes()).isEqualTo(ClassNames.NONE);
    assertThat(train.plan().distillation()).isEqualTo(new Distillation(0.5, 1));
  }

  @Test
  void whatAModelNeedsIsRead() {
    Settings settings =
        Settings.of(
            """
            train {
              teacher = "s3a://bucket/t.onnx"
              survival = 0.8
              distillation {
                share = 0.5, temperature = 4, input = x, output = y, outputs = probabilities
                mean = [0.1, 0.2, 0.3], std = [1, 2, 3], classes = [cat, dog]
              }
            }
            """,
            Map.of());

    TeacherSettings teacher = settings.train().teacher().orElseThrow();
    assertThat(teacher.isSupernet()).isFalse();
    assertThat(teacher.model()).isEqualTo("s3a://bucket/t.onnx");
    assertThat(teacher.input()).isEqualTo("x");
    assertThat(teacher.output()).isEqualTo("y");
    assertThat(teacher.outputs()).isEqualTo(Outputs.PROBABILITIES);
    assertThat(teacher.mean()).containsExactly(0.1, 0.2, 0.3);
    assertThat(teacher.std()).containsExactly(1.0, 2.0, 3.0);
    assertThat(teacher.classes().names()).containsExactly("cat", "dog");
    assertThat(settings.train().plan().distillation()).isEqualTo(new Distillation(0.5, 4));
    assertThat(settings.train().plan().regularization().survival()).isEqualTo(0.8);
    assertThat(settings.supernet().plan().regularization().survival()).isEqualTo(1);
    assertThat(settings.supernet().teacher()).isEmpty();
  }

  @Test
  void classesMayBeInAFile() {
    TrainingSettings train =
        train(Map.of("train.teacher", "t.onnx", "train.distillation.classes", "names.txt"));

    ClassNames classes = train.teacher().orElseThrow().classes();
    assertThat(classes.file()).isEqualTo("names.txt");
    assertThat(classes.names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train.distillation.share       | 0      | more than 0 and at most 1
          train.distillation.share       | 1.1    | more than 0 and at most 1
          train.distillation.temperature | 0      | more than 0
          train.distillation.outputs     | scores | auto, logits or probabilities
          train.distillation.mean        | 1,2    | one number per channel
          train.distillation.std         | 1      | as many numbers as mean has, each more than 0
          train.survival                 | 0      | more than 0 and at most 1
          train.survival                 | 1.5    | more than 0 and at most 1
          """)
  void aValueThatBreaksItsRuleIsAMistake(String key, String value, String rule) {
    assertThatThrownBy(() -> train(Map.of(key, value)))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("%s is ".formatted(key))
        .hasMessageContaining("but must be " + rule);
  }

  @Test
  void aSettingThatIsMissingIsNamedWithTheLineThatWouldDo() {
    BrokenRule broken = new BrokenRule("distillation.mean", "not set", "numbers", "[0.5]");

    assertThat(Settings.of("", Map.of()).mistake("train", broken))
        .hasMessage(
            "train.distillation.mean is not set but must be numbers (the default; or"
                + " -Dtrain.distillation.mean=[0.5])");
  }

  private static TrainingSettings train(Map<String, String> overrides) {
    return Settings.of("", overrides).train();
  }
}
