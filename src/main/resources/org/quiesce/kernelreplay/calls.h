/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Compiled into a module with -include: every call here has a gate before it and one after it. What is a macro of the
 * kernel is written out, as a macro can't call its own old meaning; a function calls itself.
 */
#ifndef QUIESCE_CALLS_H
#define QUIESCE_CALLS_H

#include <linux/async.h>
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/freezer.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/semaphore.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "gates.h"

#define QUIESCE_DO(name, call) ({ \
	quiesce_enter(__func__, name, __LINE__); \
	call; \
	quiesce_leave(__func__, name, __LINE__, false, 0); \
})
#define QUIESCE_POINTER(name, call) ({ \
	quiesce_enter(__func__, name, __LINE__); \
	__auto_type __quiesce = (call); \
	quiesce_leave(__func__, name, __LINE__, false, 0); \
	__quiesce; \
})
#define QUIESCE_VALUE(name, call) ({ \
	quiesce_enter(__func__, name, __LINE__); \
	__auto_type __quiesce = (call); \
	quiesce_leave(__func__, name, __LINE__, true, (long)__quiesce); \
	__quiesce; \
})

/* threads */
#undef kthread_run
#define kthread_run(function, data, format, ...) QUIESCE_POINTER("kthread_run", ({ \
	struct task_struct *__task = quiesce_create(function, data, -1, format, ## __VA_ARGS__); \
	if (!IS_ERR(__task)) \
		wake_up_process(__task); \
	__task; \
}))
#undef kthread_create
#define kthread_create(function, data, format, ...) QUIESCE_POINTER("kthread_create", \
	quiesce_create(function, data, -1, format, ## __VA_ARGS__))
#define kthread_create_on_node(function, data, node, format, ...) QUIESCE_POINTER("kthread_create_on_node", \
	quiesce_create(function, data, -1, format, ## __VA_ARGS__))
#define kthread_create_on_cpu(function, data, cpu, format) QUIESCE_POINTER("kthread_create_on_cpu", \
	quiesce_create(function, data, cpu, format, cpu))
#define kthread_stop(task) QUIESCE_VALUE("kthread_stop", kthread_stop(task))
#define kthread_should_stop() QUIESCE_VALUE("kthread_should_stop", kthread_should_stop())
#define kthread_should_park() QUIESCE_VALUE("kthread_should_park", kthread_should_park())
#define kthread_park(task) QUIESCE_VALUE("kthread_park", kthread_park(task))
#define kthread_unpark(task) QUIESCE_DO("kthread_unpark", kthread_unpark(task))
#define kthread_parkme() QUIESCE_DO("kthread_parkme", kthread_parkme())
#define kthread_bind(task, cpu) QUIESCE_DO("kthread_bind", kthread_bind(task, cpu))
#define kthread_complete_and_exit(done, code) ({ \
	quiesce_enter(__func__, "kthread_complete_and_exit", __LINE__); \
	kthread_complete_and_exit(done, code); \
})
#define kthread_exit(code) ({ quiesce_enter(__func__, "kthread_exit", __LINE__); kthread_exit(code); })
#define wake_up_process(task) QUIESCE_VALUE("wake_up_process", wake_up_process(task))
#undef get_task_struct
#define get_task_struct(task) QUIESCE_DO("get_task_struct", refcount_inc(&(task)->usage))
#define put_task_struct(task) QUIESCE_DO("put_task_struct", put_task_struct(task))

/* sleeps */
#undef set_current_state
#define set_current_state(value) QUIESCE_DO("set_current_state", smp_store_mb(current->__state, (value)))
#undef __set_current_state
#define __set_current_state(value) QUIESCE_DO("__set_current_state", WRITE_ONCE(current->__state, (value)))
#define schedule() QUIESCE_DO("schedule", schedule())
#define schedule_timeout(time) QUIESCE_POINTER("schedule_timeout", schedule_timeout(time))
#define schedule_timeout_interruptible(time) \
	QUIESCE_POINTER("schedule_timeout_interruptible", schedule_timeout_interruptible(time))
#define schedule_timeout_uninterruptible(time) \
	QUIESCE_POINTER("schedule_timeout_uninterruptible", schedule_timeout_uninterruptible(time))
#define msleep(time) QUIESCE_DO("msleep", msleep(time))
#define msleep_interruptible(time) QUIESCE_POINTER("msleep_interruptible", msleep_interruptible(time))
#define ssleep(time) QUIESCE_DO("ssleep", ssleep(time))

/* completions */
#define complete(done) QUIESCE_DO("complete", complete(done))
#define complete_all(done) QUIESCE_DO("complete_all", complete_all(done))
#define wait_for_completion(done) QUIESCE_DO("wait_for_completion", wait_for_completion(done))
#define wait_for_completion_interruptible(done) \
	QUIESCE_VALUE("wait_for_completion_interruptible", wait_for_completion_interruptible(done))
#define wait_for_completion_killable(done) \
	QUIESCE_VALUE("wait_for_completion_killable", wait_for_completion_killable(done))
#define wait_for_completion_timeout(done, time) \
	QUIESCE_POINTER("wait_for_completion_timeout", wait_for_completion_timeout(done, time))

/* wait queues: a test in the condition has no gate of its own */
#undef wait_event
#define wait_event(queue, condition) QUIESCE_DO("wait_event", ({ \
	if (!(condition)) \
		__wait_event(queue, condition); \
}))
#undef wait_event_interruptible
#define wait_event_interruptible(queue, condition) QUIESCE_VALUE("wait_event_interruptible", ({ \
	int __waited = 0; \
	if (!(condition)) \
		__waited = __wait_event_interruptible(queue, condition); \
	__waited; \
}))
#undef wait_event_interruptible_exclusive
#define wait_event_interruptible_exclusive(queue, condition) QUIESCE_VALUE("wait_event_interruptible_exclusive", ({ \
	int __waited = 0; \
	if (!(condition)) \
		__waited = ___wait_event(queue, condition, TASK_INTERRUPTIBLE, 1, 0, schedule()); \
	__waited; \
}))
#undef wait_event_killable
#define wait_event_killable(queue, condition) QUIESCE_VALUE("wait_event_killable", ({ \
	int __waited = 0; \
	if (!(condition)) \
		__waited = __wait_event_killable(queue, condition); \
	__waited; \
}))
#undef wait_event_idle
#define wait_event_idle(queue, condition) QUIESCE_DO("wait_event_idle", ({ \
	if (!(condition)) \
		___wait_event(queue, condition, TASK_IDLE, 0, 0, schedule()); \
}))
#undef wait_event_idle_exclusive
#define wait_event_idle_exclusive(queue, condition) QUIESCE_DO("wait_event_idle_exclusive", ({ \
	if (!(condition)) \
		___wait_event(queue, condition, TASK_IDLE, 1, 0, schedule()); \
}))
#undef wait_event_freezable
#define wait_event_freezable(queue, condition) QUIESCE_VALUE("wait_event_freezable", ({ \
	int __waited = 0; \
	if (!(condition)) \
		__waited = __wait_event_freezable(queue, condition); \
	__waited; \
}))
#undef wait_event_timeout
#define wait_event_timeout(queue, condition, timeout) QUIESCE_POINTER("wait_event_timeout", ({ \
	long __ret = timeout; \
	if (!___wait_cond_timeout(condition)) \
		__ret = __wait_event_timeout(queue, condition, timeout); \
	__ret; \
}))
#undef wait_event_interruptible_timeout
#define wait_event_interruptible_timeout(queue, condition, timeout) \
	QUIESCE_POINTER("wait_event_interruptible_timeout", ({ \
	long __ret = timeout; \
	if (!___wait_cond_timeout(condition)) \
		__ret = __wait_event_interruptible_timeout(queue, condition, timeout); \
	__ret; \
}))
#undef wake_up
#define wake_up(queue) QUIESCE_DO("wake_up", __wake_up(queue, TASK_NORMAL, 1, NULL))
#undef wake_up_all
#define wake_up_all(queue) QUIESCE_DO("wake_up_all", __wake_up(queue, TASK_NORMAL, 0, NULL))
#undef wake_up_interruptible
#define wake_up_interruptible(queue) \
	QUIESCE_DO("wake_up_interruptible", __wake_up(queue, TASK_INTERRUPTIBLE, 1, NULL))
#undef wake_up_interruptible_all
#define wake_up_interruptible_all(queue) \
	QUIESCE_DO("wake_up_interruptible_all", __wake_up(queue, TASK_INTERRUPTIBLE, 0, NULL))
#define wait_woken(entry, mode, timeout) QUIESCE_POINTER("wait_woken", wait_woken(entry, mode, timeout))
#define add_wait_queue(queue, entry) QUIESCE_DO("add_wait_queue", add_wait_queue(queue, entry))
#define remove_wait_queue(queue, entry) QUIESCE_DO("remove_wait_queue", remove_wait_queue(queue, entry))
#define waitqueue_active(queue) QUIESCE_VALUE("waitqueue_active", waitqueue_active(queue))
#define wq_has_sleeper(queue) QUIESCE_VALUE("wq_has_sleeper", wq_has_sleeper(queue))
#define prepare_to_wait(queue, entry, state) QUIESCE_DO("prepare_to_wait", prepare_to_wait(queue, entry, state))
#define finish_wait(queue, entry) QUIESCE_DO("finish_wait", finish_wait(queue, entry))

/* locks that sleep */
#define mutex_lock(mutex) QUIESCE_DO("mutex_lock", mutex_lock(mutex))
#define mutex_unlock(mutex) QUIESCE_DO("mutex_unlock", mutex_unlock(mutex))
#undef mutex_lock_interruptible
#define mutex_lock_interruptible(mutex) QUIESCE_VALUE("mutex_lock_interruptible", mutex_lock_interruptible(mutex))
#define mutex_trylock(mutex) QUIESCE_VALUE("mutex_trylock", mutex_trylock(mutex))
#define down_read(semaphore) QUIESCE_DO("down_read", down_read(semaphore))
#define up_read(semaphore) QUIESCE_DO("up_read", up_read(semaphore))
#define down_write(semaphore) QUIESCE_DO("down_write", down_write(semaphore))
#define up_write(semaphore) QUIESCE_DO("up_write", up_write(semaphore))
#define down_interruptible(semaphore) QUIESCE_VALUE("down_interruptible", down_interruptible(semaphore))
#define down(semaphore) QUIESCE_DO("down", down(semaphore))
#define up(semaphore) QUIESCE_DO("up", up(semaphore))

/* memory and references */
#define kfree(pointer) QUIESCE_DO("kfree", kfree(pointer))
#define try_module_get(module) QUIESCE_VALUE("try_module_get", try_module_get(module))
#define module_put(module) QUIESCE_DO("module_put", module_put(module))
#define __module_get(module) QUIESCE_DO("__module_get", __module_get(module))
#undef module_put_and_kthread_exit
#define module_put_and_kthread_exit(code) ({ \
	quiesce_enter(__func__, "module_put_and_kthread_exit", __LINE__); \
	__module_put_and_kthread_exit(THIS_MODULE, code); \
})

/* the freezer, which is asked and never at work */
#define try_to_freeze() QUIESCE_VALUE("try_to_freeze", try_to_freeze())
#define kthread_freezable_should_stop(was_frozen) \
	QUIESCE_VALUE("kthread_freezable_should_stop", kthread_freezable_should_stop(was_frozen))

/* signals */
#define send_sig(signal, task, privileged) QUIESCE_VALUE("send_sig", send_sig(signal, task, privileged))
#define signal_pending(task) QUIESCE_VALUE("signal_pending", signal_pending(task))
#define flush_signals(task) QUIESCE_DO("flush_signals", flush_signals(task))
#define allow_signal(signal) QUIESCE_DO("allow_signal", allow_signal(signal))

/* work */
#define schedule_work(work) QUIESCE_POINTER("schedule_work", schedule_work(work))
#define schedule_delayed_work(work, delay) QUIESCE_POINTER("schedule_delayed_work", schedule_delayed_work(work, delay))
#define queue_work(queue, work) QUIESCE_POINTER("queue_work", queue_work(queue, work))
#define queue_delayed_work(queue, work, delay) \
	QUIESCE_POINTER("queue_delayed_work", queue_delayed_work(queue, work, delay))
#define mod_delayed_work(queue, work, delay) QUIESCE_POINTER("mod_delayed_work", mod_delayed_work(queue, work, delay))
#define flush_work(work) QUIESCE_POINTER("flush_work", flush_work(work))
#define flush_delayed_work(work) QUIESCE_POINTER("flush_delayed_work", flush_delayed_work(work))
#undef flush_workqueue
#define flush_workqueue(queue) QUIESCE_DO("flush_workqueue", __flush_workqueue(queue))
#define drain_workqueue(queue) QUIESCE_DO("drain_workqueue", drain_workqueue(queue))
#define destroy_workqueue(queue) QUIESCE_DO("destroy_workqueue", destroy_workqueue(queue))
#define cancel_work_sync(work) QUIESCE_POINTER("cancel_work_sync", cancel_work_sync(work))
#define cancel_delayed_work(work) QUIESCE_POINTER("cancel_delayed_work", cancel_delayed_work(work))
#define cancel_delayed_work_sync(work) QUIESCE_POINTER("cancel_delayed_work_sync", cancel_delayed_work_sync(work))

#define queue_rcu_work(queue, work) QUIESCE_POINTER("queue_rcu_work", queue_rcu_work(queue, work))
#define async_schedule(function, data) QUIESCE_POINTER("async_schedule", async_schedule(function, data))

/* kthread workers */
#define kthread_queue_work(worker, work) QUIESCE_POINTER("kthread_queue_work", kthread_queue_work(worker, work))
#define kthread_queue_delayed_work(worker, work, delay) \
	QUIESCE_POINTER("kthread_queue_delayed_work", kthread_queue_delayed_work(worker, work, delay))
#define kthread_mod_delayed_work(worker, work, delay) \
	QUIESCE_POINTER("kthread_mod_delayed_work", kthread_mod_delayed_work(worker, work, delay))
#define kthread_flush_work(work) QUIESCE_DO("kthread_flush_work", kthread_flush_work(work))
#define kthread_flush_worker(worker) QUIESCE_DO("kthread_flush_worker", kthread_flush_worker(worker))
#define kthread_destroy_worker(worker) QUIESCE_DO("kthread_destroy_worker", kthread_destroy_worker(worker))
#define kthread_cancel_work_sync(work) QUIESCE_POINTER("kthread_cancel_work_sync", kthread_cancel_work_sync(work))
#define kthread_cancel_delayed_work_sync(work) \
	QUIESCE_POINTER("kthread_cancel_delayed_work_sync", kthread_cancel_delayed_work_sync(work))

/* timers */
#define mod_timer(timer, time) QUIESCE_POINTER("mod_timer", mod_timer(timer, time))
#define del_timer(timer) QUIESCE_POINTER("del_timer", timer_delete(timer))
#define del_timer_sync(timer) QUIESCE_POINTER("del_timer_sync", timer_delete_sync(timer))
#define timer_delete(timer) QUIESCE_POINTER("timer_delete", timer_delete(timer))
#define timer_delete_sync(timer) QUIESCE_POINTER("timer_delete_sync", timer_delete_sync(timer))
#define timer_shutdown_sync(timer) QUIESCE_POINTER("timer_shutdown_sync", timer_shutdown_sync(timer))
#define hrtimer_cancel(timer) QUIESCE_POINTER("hrtimer_cancel", hrtimer_cancel(timer))

/* tasklets and grace periods */
#define tasklet_schedule(tasklet) QUIESCE_DO("tasklet_schedule", tasklet_schedule(tasklet))
#define tasklet_kill(tasklet) QUIESCE_DO("tasklet_kill", tasklet_kill(tasklet))
#define call_rcu(head, function) QUIESCE_DO("call_rcu", call_rcu(head, function))
#define rcu_barrier() QUIESCE_DO("rcu_barrier", rcu_barrier())
#define synchronize_rcu() QUIESCE_DO("synchronize_rcu", synchronize_rcu())
#define synchronize_srcu(domain) QUIESCE_DO("synchronize_srcu", synchronize_srcu(domain))

#endif
