package org.quiesce.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quiesce completion}: lets a shell complete commands, options and their values. */
@Command(name = "completion", description = "Print what lets a shell complete the commands of Quiesce.",
        footer = {"", "Where it is to last, put the line into ~/.bashrc or ~/.zshrc:",
            "  source <(quiesce completion bash)",
            "In zsh: autoload -U compinit && compinit; source <(quiesce completion zsh)"})
final class CompletionCommand implements Callable<Integer> {

    /** Shells that can complete. */
    enum Shell {
        BASH,
        ZSH
    }

    /** Zsh understands the script of bash once it is told so, which it does itself: it is one script for both. */
    @Parameters(paramLabel = "bash|zsh", converter = Converters.ShellName.class,
            completionCandidates = Candidates.Shells.class, description = "The shell.")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec command;

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    CompletionCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        CommandSpec quiesce = command.root();
        common.console(environment).print(AutoComplete.bash(quiesce.name(), quiesce.commandLine()));
        return ExitStatus.OK.code();
    }
}
