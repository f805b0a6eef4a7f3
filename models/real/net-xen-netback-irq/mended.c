/*
 * The thread is stopped, then the interrupt unbound.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct irq {
	unsigned long count;
};

static struct task_struct *vif_task;
static struct irq *irq;

static int vif_kthread(void *data)
{
	while (!kthread_should_stop()) {
		irq->count++;
		msleep(100);
	}
	return 0;
}

static int __init xen_netback_irq_init(void)
{
	irq = kzalloc(sizeof(*irq), GFP_KERNEL);
	if (!irq)
		return -ENOMEM;
	vif_task = kthread_run(vif_kthread, NULL, "vif_kthread");
	if (IS_ERR(vif_task)) {
		kfree(irq);
		return PTR_ERR(vif_task);
	}
	return 0;
}

static void __exit xen_netback_irq_exit(void)
{
	kthread_stop(vif_task);
	kfree(irq);
}

module_init(xen_netback_irq_init);
module_exit(xen_netback_irq_exit);
MODULE_DESCRIPTION("xen-netback unbinds the interrupt that its thread still raises");
MODULE_LICENSE("GPL");
