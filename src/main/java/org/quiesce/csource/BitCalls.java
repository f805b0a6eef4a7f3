package org.quiesce.csource;

import java.util.Map;
import java.util.function.Function;
import org.quiesce.csource.Bits.Exchange;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;

/** Calls that set, clear and test one bit of a word. */
final class BitCalls {

    private BitCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        Bits.setting().forEach(name -> table.put(name, site -> new Does(Ops.set(flag(site)))));
        Bits.clearing().forEach(name -> table.put(name, site -> new Does(Ops.clear(flag(site)))));
        Bits.testing().forEach(name -> table.put(name, site -> new Meaning.Tests(Conditions.flag(flag(site)))));
        Bits.exchanging().forEach(name -> table.put(name, BitCalls::exchange));
    }

    private static String flag(CallSite site) {
        return site.in().module().bits().flag(site.variable(1), site.argument(0));
    }

    private static Meaning exchange(CallSite site) {
        Exchange exchange = site.name().contains("set") ? Exchange.SET : Exchange.CLEAR;
        String flag = flag(site);
        String was = site.in().temporary("was");
        site.in().module().bits().exchanged(flag, exchange, site.in().program());
        site.in().out().branch(site.line(), Conditions.flag(flag), () -> {
            if (exchange == Exchange.CLEAR) {
                site.in().emit(site.line(), Ops.clear(flag));
            }
            site.in().out().set(site.line(), was, 1);
        }, () -> {
            if (exchange == Exchange.SET) {
                site.in().emit(site.line(), Ops.set(flag));
            }
            site.in().out().set(site.line(), was, 0);
        });
        return new Meaning.Held(was);
    }
}
